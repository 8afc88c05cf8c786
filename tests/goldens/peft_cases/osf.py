# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "OSF"
CASES = {
    "osf_usual": ("llama_nano", dict()),
    "osf_ranks": ("llama_bias", dict(effective_rank=0.9, rank_pattern={"k_proj$": 11, r"1\.mlp": 30}, target_modules=["k_proj", "down_proj", "up_proj"])),
    "osf_drawn": ("llama_nano", dict(effective_rank=20, init_weights=False, rank_pattern={"mlp": 14, "lm_head": 13}, modules_to_save=["norm"],
                                     target_modules=r".*(1\.mlp\.up_proj|lm_head|embed_tokens)")),
}


def PERTURB(name):
    return 0.03

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "rank": ("llama_nano", dict(target_modules=["q_proj"], effective_rank=0)),
    "negative": ("llama_nano", dict(target_modules=["q_proj"], effective_rank=-3)),
}
