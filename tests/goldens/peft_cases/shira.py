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
