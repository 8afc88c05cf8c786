# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "LOHA"
CASES = {
    "loha_default": ("llama_nano", dict(r=2)),
    "loha_small": ("llama_bias", dict(r=1, alpha=2, target_modules=["q_proj", "k_proj", "gate_proj"])),
    "loha_all": ("llama_nano", dict(r=5, alpha=3, target_modules=ALL7, rank_pattern={"k_proj": 2, "layers.1.mlp.up_proj": 1},
                                    alpha_pattern={"o_proj": 9}, init_weights=False)),
    "loha_dropout": ("llama_nano", dict(r=3, target_modules=["q_proj", "o_proj"], rank_pattern={"q_proj": 1}, rank_dropout=0.2, module_dropout=0.1)),
}
PERTURB = 0.3


def TRAINING(config):
    return config.get("module_dropout", 0) > 0

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
}
