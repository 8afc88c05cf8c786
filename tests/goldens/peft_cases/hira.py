# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "HIRA"
CASES = {
    "hira_default": ("llama_nano", dict(r=4)),
    "hira_all": ("llama_nano", dict(r=3, target_modules=ALL7, rank_pattern={"k_proj": 5}, init_weights="gaussian", hira_dropout=0.1)),
    "hira_bias": ("llama_bias", dict(r=2, target_modules=["k_proj", "gate_proj"], init_weights=False)),
    "hira_embedding": ("llama_nano", dict(r=3, target_modules=["embed_tokens", "o_proj"])),
    "hira_gpt2": ("gpt2", dict(r=3, target_modules=["c_attn", "mlp.c_proj"], hira_dropout=0.2)),
}
PERTURB = 0.3


def TRAINING(config):
    return config.get("hira_dropout", 0) > 0

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "init": ("llama_nano", dict(target_modules=["q_proj"], init_weights="strange")),
}
