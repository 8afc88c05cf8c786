# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "RANDLORA"
CASES = {
    "randlora_usual": ("llama_nano", dict(r=4, randlora_alpha=4)),
    "randlora_all": ("llama_nano", dict(r=5, randlora_alpha=7, target_modules=ALL7, projection_prng_key=3, save_projection=False, randlora_dropout=0.1)),
    "randlora_sparse": ("llama_bias", dict(r=20, randlora_alpha=10, sparse=True, bias="all", layers_to_transform=0,
                                           target_modules=["v_proj", "down_proj"])),
    "randlora_very_sparse": ("llama_nano", dict(r=3, randlora_alpha=3, sparse=True, very_sparse=True, projection_prng_key=11, init_weights=False,
                                                target_modules=["k_proj"], modules_to_save=["norm"])),
    "randlora_gpt2": ("gpt2", dict(r=16, randlora_alpha=6, save_projection=False, target_modules=["c_attn", "mlp.c_proj"], layers_to_transform=[1])),
}


def PERTURB(name):
    return 0.3 if "lambda" in name else 0.05


def SEEDED(name):
    return "randlora_A" in name or "randlora_B" in name

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
}
