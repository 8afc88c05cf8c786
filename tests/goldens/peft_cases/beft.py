# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "BEFT"
CASES = {
    "beft_usual": ("llama_nano", dict()),
    "beft_biases": ("llama_bias", dict(target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"], init_weights=False)),
    "beft_head": ("llama_nano", dict(target_modules=r".*(k_proj|lm_head)", modules_to_save=["norm"])),
}
PERTURB = 0.2


def MERGES(given, model):
    return model == "llama_bias"  # PEFT merges into a bias the layer has

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
}
