# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "ROAD"
CASES = {
    "road_one": ("llama_nano", dict(group_size=8)),
    "road_two": ("llama_bias", dict(variant="road_2", group_size=16, target_modules=ALL7)),
    "road_four": ("llama_nano", dict(variant="road_4", group_size=4, target_modules=ALL7)),
    "road_random": ("llama_nano", dict(variant="road_4", group_size=2, init_weights=False, target_modules=["k_proj", "o_proj"], modules_to_save=["norm"])),
}
PERTURB = 0.1

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "variant": ("llama_nano", dict(target_modules=["q_proj"], variant="strange")),
    "group": ("llama_nano", dict(target_modules=["q_proj"], group_size=0)),
    "group_odd": ("llama_nano", dict(target_modules=["q_proj"], group_size=5)),
    "indivisible": ("llama_nano", dict(target_modules=["k_proj"], group_size=64)),
}
