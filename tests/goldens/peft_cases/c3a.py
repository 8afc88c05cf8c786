# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "C3A"
CASES = {
    "c3a_default": ("llama_nano", dict(block_size=8)),
    "c3a_all": ("llama_bias", dict(block_size=16, target_modules=ALL7, bias="c3a_only", init_weights="gaussian",
                                   block_size_pattern={"k_proj": 8, "layers.1.mlp.(up|gate)_proj": 4})),
    "c3a_pattern": ("llama_nano", dict(block_size=8, target_modules=["k_proj"], layers_pattern="layers")),
    "c3a_short": ("llama_nano", dict(block_size=4, target_modules=ALL7, init_weights=True, block_size_pattern={"q_proj": 1, "o_proj|k_proj": 2})),
}
PERTURB = 0.5

REFUSED = {
    "nothing_left": ("llama_nano", dict(block_size=4, target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(block_size=4, target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(block_size=4, target_modules=".*q_proj", layers_pattern="layers")),
    "embedding": ("llama_nano", dict(block_size=4, target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(block_size=4, target_modules=["norm"])),
    "conv1d": ("gpt2", dict(block_size=4, target_modules=["c_attn"])),
    "unknown_bias": ("llama_nano", dict(block_size=4, target_modules=["q_proj"], bias="some")),
    "block_zero": ("llama_nano", dict(block_size=0, target_modules=["q_proj"])),
    "block_in": ("llama_nano", dict(block_size=5, target_modules=["q_proj"])),
    "block_out": ("llama_nano", dict(block_size=16, target_modules=["k_proj"])),
    "init": ("llama_nano", dict(block_size=4, target_modules=["q_proj"], init_weights="strange")),
}
