# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "GLORA"
CASES = {
    "glora_default": ("llama_nano", dict()),
    "glora_bias": ("llama_bias", dict(r=3, config_D_E="vector", bias="glora_only", target_modules=["q_proj", "v_proj", "down_proj"])),
    "glora_vectors": ("llama_bias", dict(config_A_B="vector", config_C="vector", target_modules=["k_proj", "o_proj", "up_proj"])),
    "glora_constants": ("llama_bias", dict(config_A_B="constant", config_C="none", config_D_E="constant", init_weights=False, target_modules=["q_proj", "down_proj"])),
    "glora_biases_only": ("llama_bias", dict(r=2, config_A_B="none", target_modules=["v_proj"])),
    "glora_vectors_no_bias": ("llama_nano", dict(config_A_B="vector", init_weights=False, target_modules=ALL7)),
}

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
    "ab": ("llama_nano", dict(target_modules=["q_proj"], config_A_B="strange")),
    "c": ("llama_nano", dict(target_modules=["q_proj"], config_C="strange")),
    "de": ("llama_nano", dict(target_modules=["q_proj"], config_D_E="strange")),
}
