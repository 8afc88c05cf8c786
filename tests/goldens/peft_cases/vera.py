# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "VERA"
CASES = {
    "vera_usual": ("llama_nano", dict(r=5)),
    "vera_all": ("llama_nano", dict(r=3, target_modules=ALL7, projection_prng_key=7, vera_dropout=0.1, d_initial=-0.3)),
    "vera_not_saved": ("llama_bias", dict(r=6, save_projection=False, projection_prng_key=-1, init_weights=False, bias="vera_only",
                                          target_modules=["k_proj", "down_proj"])),
    "vera_gpt2": ("gpt2", dict(r=4, target_modules=["c_attn", "mlp.c_proj"], layers_to_transform=[1], modules_to_save=["ln_f"])),
}


def PERTURB(name):
    return 0.3 if "lambda_b" in name else 0.1


def SEEDED(name):
    return "vera_A" in name or "vera_B" in name

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
}
