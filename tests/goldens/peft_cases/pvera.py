# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "PVERA"
DRAWS_WHILE_TRAINING = True
CASES = {
    "pvera_usual": ("llama_nano", dict(r=5)),
    "pvera_all_linear": ("llama_nano", dict(r=3, target_modules=ALL7, projection_prng_key=5, pvera_dropout=0.1, d_initial=-0.5)),
    "pvera_own_seed": ("llama_bias", dict(r=6, save_projection=False, generator_seed=9, bias="pvera_only",
                                          target_modules=["k_proj", "down_proj"])),
    "pvera_gpt2": ("gpt2", dict(r=4, target_modules=["c_attn", "mlp.c_proj"], init_weights=False, layers_to_transform=[1], modules_to_save=["ln_f"])),
}


PERTURB = 0.05


def SEEDED(name):
    return "pvera_A" in name or "pvera_B" in name


def TRAINING(given):
    return "generator_seed" in given or "pvera_dropout" in given

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
