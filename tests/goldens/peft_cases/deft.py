# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "DEFT"
CASES = {
    "deft_usual": ("llama_nano", dict(r=3)),
    "deft_qr": ("llama_bias", dict(r=2, decomposition_method="qr", alpha=5, target_modules=["k_proj", "down_proj"], bias="deft_only", deft_dropout=0.2)),
    "deft_all": ("llama_nano", dict(r=9, alpha=4, init_weights=False, init_scale=3.0, target_modules=ALL7, exclude_modules=["layers.0.mlp.up_proj"])),
    "deft_para": ("llama_nano", dict(r=2, para=True, decomposition_method="qr", target_modules=["q_proj", "up_proj"], layers_to_transform=[1])),
    "deft_gpt2": ("gpt2", dict(r=2, target_modules=["c_attn", "c_fc"])),
}

PERTURB = 0.1

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
    "strange": ("llama_nano", dict(target_modules=["q_proj"], decomposition_method="strange")),
}
