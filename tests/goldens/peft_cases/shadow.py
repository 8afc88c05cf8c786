# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "SHADOW"
MERGES = False

CASES = {
    "shadow_usual": ("llama_nano", dict(r=4)),
    "shadow_narrow": ("llama_bias", dict(r=2, shadow_alpha=0.7, init_weights=False, update_hidden_size=3, shadow_num_hidden_layers=2, shadow_hidden_size=12,
                                         shadow_num_attention_heads=2, shadow_intermediate_size=10, target_modules=["layers.1"],
                                         layers_to_transform=None, modules_to_save=["lm_head"], auxiliary_loss_weight=0.4)),
    "shadow_own_table": ("llama_nano", dict(r=3, shadow_alpha=1.0, shadow_dropout=0.0, share_embeddings=False, target_modules=r".*\.layers\.\d+",
                                            auxiliary_loss_weight=0.0, modules_to_save=["up_proj"])),
    "shadow_gpt2": ("gpt2", dict(r=3, shadow_alpha=0.5, share_embeddings=False, shadow_intermediate_size=20)),
    "shadow_gemma2": ("gemma2", dict(r=3)),
}


def FILE_NAME(key):
    return key.replace(".modules_to_save.default.", ".")


def NO_GRAD(key, layers=2):  # nothing reads the shadow state after the last block
    return f"{layers - 1}.shadow_update" in key

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "saved_part_of_a_block": ("llama_nano", dict(modules_to_save=["norm"])),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
}
