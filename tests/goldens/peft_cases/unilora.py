# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "UNILORA"
CASES = {
    "unilora_usual": ("llama_nano", dict(r=3, theta_d_length=50)),
    "unilora_all": ("llama_nano", dict(r=2, theta_d_length=37, proj_seed=2**33 + 1, target_modules=ALL7, unilora_dropout=0.1, init_weights=False)),
    "unilora_indices": ("llama_bias", dict(r=1, theta_d_length=300, proj_seed=5, save_indices=True, bias="unilora_only",
                                           target_modules=["k_proj", "down_proj"], layers_to_transform=[1])),
    "unilora_gpt2": ("gpt2", dict(r=1, theta_d_length=24, proj_seed=0, save_indices=True, init_theta_d_bound=0.5, target_modules=["c_attn", "mlp.c_proj"],
                                  modules_to_save=["ln_f"])),
}


def FILE_NAME(name):
    # PEFT finds the vector under the first layer that holds it.
    if "unilora_theta_d" in name:
        return "base_model.unilora_theta_d"
    return name.replace(".modules_to_save.default.", ".").replace(".default", "")


def SEEDED(name):
    return "unilora_indices" in name or "unilora_scales" in name


PERTURB = 0.4

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
    "length": ("llama_nano", dict(target_modules=["q_proj"], theta_d_length=0)),
    "dropout": ("llama_nano", dict(target_modules=["q_proj"], unilora_dropout=1.5)),
    "bound": ("llama_nano", dict(target_modules=["q_proj"], init_theta_d_bound=0.0)),
}
