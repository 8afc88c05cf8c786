# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "SHIRA"
CASES = {
    "shira_usual": ("llama_nano", dict(r=3)),
    "shira_all": ("llama_nano", dict(r=1, random_seed=42, target_modules=ALL7, modules_to_save=["norm"])),
    "shira_few": ("llama_bias", dict(r=2, random_seed=-3, init_weights=False, target_modules=r".*\.(k_proj|down_proj)")),
}


def SEEDED(name):
    return name.endswith("shira_indices")

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "mask": ("llama_nano", dict(target_modules=["q_proj"], mask_type="strange")),
    "large": ("llama_nano", dict(target_modules=["q_proj"], r=100)),
}
