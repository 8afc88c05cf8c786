# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "OFT"
CASES = {
    "oft_default": ("llama", dict(oft_block_size=8)),
    "oft_exact": ("llama_bias", dict(r=4, oft_block_size=0, use_cayley_neumann=False, target_modules=ALL7, bias="oft_only")),
    "oft_shared": ("llama_nano", dict(oft_block_size=7, block_share=True, num_cayley_neumann_terms=3, target_modules=["q_proj", "down_proj"])),
    "oft_constrained": ("llama_nano", dict(oft_block_size=4, coft=True, eps=0.05, num_cayley_neumann_terms=7)),
    "oft_constrained_head": ("llama_nano", dict(oft_block_size=4, coft=True, eps=0.02, block_share=True, use_cayley_neumann=False,
                                                target_modules=["lm_head", "gate_proj"])),
    "oft_embedding": ("llama_nano", dict(oft_block_size=4, target_modules=["embed_tokens", "o_proj"], num_cayley_neumann_terms=2)),
}

PERTURB = 0.08

REFUSED = {
    "nothing_left": ("llama_nano", dict(r=0, oft_block_size=4, target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(r=0, oft_block_size=4, target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(r=0, oft_block_size=4, target_modules=["q_proj"], layers_pattern="layers")),
    "rank_negative": ("llama_nano", dict(r=-2, oft_block_size=4, target_modules=["q_proj"])),
    "norm": ("llama_nano", dict(r=0, oft_block_size=4, target_modules=["norm"])),
    "conv1d": ("gpt2", dict(r=0, oft_block_size=4, target_modules=["c_attn"])),
    "unknown_bias": ("llama_nano", dict(r=0, oft_block_size=4, target_modules=["q_proj"], bias="some")),
    "neither": ("llama_nano", dict(r=0, oft_block_size=0)),
    "both": ("llama_nano", dict(r=2, oft_block_size=4)),
}
