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
