# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "DELORA"
CASES = {
    "delora_default": ("llama_nano", dict()),
    "delora_all": ("llama_bias", dict(r=3, delora_lambda=4, target_modules=ALL7, bias="delora_only", rank_pattern={"k_proj": 1},
                                      lambda_pattern={"layers.1.mlp.up_proj": 9, "o_proj": 2})),
    "delora_dropout": ("llama_nano", dict(r=5, module_dropout=0.1, init_weights=False, target_modules=ALL7, layers_to_transform=[1])),
}


def TRAINING(config):
    return config.get("module_dropout", 0) > 0

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
