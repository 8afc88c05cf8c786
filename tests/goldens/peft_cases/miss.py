# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "MISS"
CASES = {
    "miss_default": ("llama_nano", dict(r=8)),
    "miss_uneven": ("llama_bias", dict(r=5, target_modules=ALL7, bias="MiSS_only", init_weights=False)),
    "miss_dropout": ("llama_nano", dict(r=7, miss_dropout=0.2, target_modules=["q_proj", "down_proj"])),
    "miss_mini": ("llama_nano", dict(r=6, init_weights="mini", mini_r=4, target_modules=ALL7, miss_dropout=0.1)),
    "miss_bat": ("llama_nano", dict(r=8, init_weights="bat", target_modules=ALL7, miss_dropout=0.1)),
}


def TRAINING(config):
    return config.get("miss_dropout", 0) > 0

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
    "large": ("llama_nano", dict(target_modules=["q_proj"], r=29)),
    "bat": ("llama_nano", dict(target_modules=["k_proj"], r=5, init_weights="bat")),
    "mini": ("llama_nano", dict(target_modules=["q_proj"], r=4, mini_r=5, init_weights="mini")),
}
