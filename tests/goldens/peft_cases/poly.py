# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "POLY"
DRAWS_WHILE_TRAINING = True
MERGES = False
TASK_IDS = [2, 0]

ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
CASES = {
    "poly_usual": ("llama_nano", dict(r=2, n_tasks=3)),
    "poly_heads": ("llama_bias", dict(r=3, n_tasks=3, n_skills=2, n_splits=4, target_modules=["k_proj", "down_proj"], init_weights=False)),
    "poly_all": ("llama_nano", dict(r=1, n_tasks=4, n_skills=3, n_splits=2, target_modules=ALL, exclude_modules=["layers.0.mlp.up_proj"])),
    "poly_head": ("llama_nano", dict(r=2, n_tasks=3, n_skills=2, target_modules=r".*(v_proj|lm_head)", modules_to_save=["norm"])),
}


def PERTURB(name):
    return 0.5 if "poly_router" in name else 0.1


def TRAINING(config):  # the shares are drawn
    return config.get("n_splits") == 2

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "type": ("llama_nano", dict(target_modules=["q_proj"], poly_type="strange")),
}
