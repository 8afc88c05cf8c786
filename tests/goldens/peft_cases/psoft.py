# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "PSOFT"
CASES = {
    "psoft_default": ("llama_nano", dict(r=6)),
    "psoft_lowrank": ("llama_bias", dict(r=5, psoft_alpha=10, psoft_svd="lowrank", psoft_svd_lowrank_niter=3, random_seed=7, ab_svd_init="pissa_init",
                                         target_modules=ALL7, psoft_dropout=0.1)),
    "psoft_series": ("llama_nano", dict(r=8, use_cayley_neumann=True, num_cayley_neumann_terms=4, cayley_neumann_eps=0.3, psoft_mag_a=False, target_modules=ALL7)),
    "psoft_free": ("llama_nano", dict(r=4, psoft_orth=False, psoft_mag_b=False, init_weights=False, target_modules=["k_proj", "down_proj"], layers_to_transform=[0])),
}
PERTURB = 0.1

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
    "init": ("llama_nano", dict(target_modules=["q_proj"], ab_svd_init="strange")),
    "svd": ("llama_nano", dict(target_modules=["q_proj"], psoft_svd="strange")),
    "terms": ("llama_nano", dict(target_modules=["q_proj"], use_cayley_neumann=True, num_cayley_neumann_terms=0)),
    "eps": ("llama_nano", dict(target_modules=["q_proj"], use_cayley_neumann=True, cayley_neumann_eps=1.5)),
    "large": ("llama_nano", dict(target_modules=["q_proj"], r=40)),
}
