# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "HRA"
CASES = {
    "hra_default": ("llama_nano", dict()),
    "hra_odd": ("llama_bias", dict(r=3, target_modules=ALL7, bias="hra_only")),
    "hra_gram_schmidt": ("llama_nano", dict(r=5, apply_GS=True, target_modules=ALL7)),
    "hra_random": ("llama_nano", dict(r=6, init_weights=False, apply_GS=True, target_modules=["k_proj", "down_proj"], layers_to_transform=[1])),
}

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
}
