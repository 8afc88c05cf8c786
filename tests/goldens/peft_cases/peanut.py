# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "PEANUT"
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
CASES = {
    "peanut_usual": ("llama_nano", dict(r=4)),
    "peanut_deep": ("llama_bias", dict(r=3, depth=2, act_fn="gelu_10", scaling=1.7, target_modules=ALL, init_weights=False)),
    "peanut_tanh": ("llama_nano", dict(r=5, depth=1, act_fn="tanh", target_modules=["down_proj", "k_proj", "lm_head"], layers_to_transform=None)),
    "peanut_xielu": ("llama_nano", dict(r=3, depth=3, act_fn="xielu", target_modules=["up_proj"], layers_to_transform=[1], layers_pattern="layers")),
}
PERTURB = 0.15

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "depth": ("llama_nano", dict(target_modules=["q_proj"], depth=-1)),
    "act": ("llama_nano", dict(target_modules=["q_proj"], act_fn="strange")),
}
