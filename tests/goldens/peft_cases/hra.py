# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "HRA"
CASES = {
    "hra_default": ("llama_nano", dict()),
    "hra_odd": ("llama_bias", dict(r=3, target_modules=ALL7, bias="hra_only")),
    "hra_gram_schmidt": ("llama_nano", dict(r=5, apply_GS=True, target_modules=ALL7)),
    "hra_random": ("llama_nano", dict(r=6, init_weights=False, apply_GS=True, target_modules=["k_proj", "down_proj"], layers_to_transform=[1])),
}
