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
