# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "BOFT"
CASES = {
    "boft_default": ("llama_nano", dict()),
    "boft_bias": ("llama_bias", dict(boft_block_size=8, target_modules=ALL7, bias="boft_only", boft_dropout=0.2)),
    # Without its CUDA kernel PEFT keeps to one factor, whatever the config says.
    "boft_blocks": ("llama_nano", dict(boft_block_size=0, boft_block_num=4, boft_n_butterfly_factor=2, target_modules=["q_proj", "o_proj", "down_proj"])),
    "boft_random": ("llama_nano", dict(boft_block_size=1, init_weights=False, target_modules=["v_proj"], layers_to_transform=0)),
}
PERTURB = 0.08

REFUSED = {
    "nothing_left": ("llama_nano", dict(boft_block_size=4, target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(boft_block_size=4, target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(boft_block_size=4, target_modules=["q_proj"], layers_pattern="layers")),
    "embedding": ("llama_nano", dict(boft_block_size=4, target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(boft_block_size=4, target_modules=["norm"])),
    "conv1d": ("gpt2", dict(boft_block_size=4, target_modules=["c_attn"])),
    "unknown_bias": ("llama_nano", dict(boft_block_size=4, target_modules=["q_proj"], bias="some")),
    "neither": ("llama_nano", dict(boft_block_size=0, boft_block_num=0)),
    "both": ("llama_nano", dict(boft_block_size=4, boft_block_num=4)),
    "indivisible": ("llama_nano", dict(boft_block_size=5)),
    "num_indivisible": ("llama_nano", dict(boft_block_size=0, boft_block_num=5)),
    "init": ("llama_nano", dict(boft_block_size=4, init_weights="strange")),
}
