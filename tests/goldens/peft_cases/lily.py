# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "LILY"
TOKENS_TOGETHER = True  # its router averages over all tokens of a pass, which are padding too in Python
MERGES = False
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
CASES = {
    "lily_usual": ("llama_nano", dict(r=4)),
    "lily_shared": ("llama_bias", dict(r=3, stride_A=2, num_B=3, scaling=2.5, target_modules=ALL, init_weights=False)),
    "lily_regex": ("llama_nano", dict(r=5, stride_A=3, num_B=2, init_weights=False, target_modules=r".*(q|o|k|v)_proj")),
    "lily_head": ("llama_nano", dict(r=3, stride_A=4, target_modules=["lm_head", "up_proj"], layers_to_transform=None, modules_to_save=["norm"])),
    "lily_all_linear": ("llama_nano", dict(r=2, stride_A=2, target_modules="all-linear", exclude_modules=["gate_proj"])),
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
    "stride": ("llama_nano", dict(target_modules=["q_proj"], stride_A=0)),
    "one_b": ("llama_nano", dict(target_modules=["q_proj"], num_B=1)),
}
