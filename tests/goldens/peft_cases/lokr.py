# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "LOKR"
CASES = {
    "lokr_default": ("llama_nano", dict()),
    "lokr_low_rank": ("llama_bias", dict(r=1, alpha=3, target_modules=ALL7, decompose_both=True)),
    "lokr_factor": ("llama_nano", dict(r=2, target_modules=ALL7, decompose_factor=3, init_weights="lycoris", rank_pattern={"up_proj": 5},
                                       alpha_pattern={"layers.0.mlp": 4, "o_proj": 6})),
    "lokr_dropout": ("llama_nano", dict(r=2, decompose_factor=8, target_modules=["q_proj", "o_proj"], rank_dropout=0.3, rank_dropout_scale=True,
                                        module_dropout=0.1, init_weights=False)),
    "lokr_dropout_plain": ("llama_nano", dict(r=1, decompose_factor=1, target_modules=["q_proj", "o_proj"], rank_dropout=0.3)),
}
PERTURB = 0.2


def TRAINING(config):
    return config.get("rank_dropout", 0) > 0

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
