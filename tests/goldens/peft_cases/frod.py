# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "FROD"
CASES = {
    "frod_usual": ("llama_nano", dict(sparse_rate=0.05)),
    "frod_all": ("llama_nano", dict(sparse_rate=0.03, projection_prng_key=5, target_modules=ALL7, init_weights=False, modules_to_save=["norm"])),
    "frod_bias": ("llama_bias", dict(bias="frod_only", regularization_alpha=0.02, frod_dropout=0.1, target_modules=["k_proj", "up_proj"],
                                     layers_to_transform=[1], layers_pattern="layers")),
    "frod_gpt2_saved": ("gpt2", dict(target_modules=["attn.c_proj"], modules_to_save=["c_fc"], sparse_rate=0.02)),
    "frod_gpt2": ("gpt2", dict(sparse_rate=0.04, target_modules=["c_attn", "mlp.c_proj"], bias="all")),
}


def SEEDED(name):
    return "frod_s_indices" in name

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
}
