# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "TINYLORA"
CASES = {
    "tinylora_usual": ("llama_nano", dict(u=5)),
    "tinylora_all": ("llama_nano", dict(r=9, u=3, weight_tying=0.4, projection_seed=3, save_projection=False, init_weights="uniform", init_v_bound=0.3,
                                        tinylora_dropout=0.1, target_modules=ALL7)),
    "tinylora_embedding": ("llama_nano", dict(r=3, u=4, weight_tying=0.5, target_modules=["embed_tokens", "k_proj", "o_proj"],
                                              modules_to_save=["lm_head"])),
    "tinylora_bias": ("llama_bias", dict(r=2, u=1, weight_tying=1.0, bias="tinylora_only", target_modules=["q_proj", "down_proj"],
                                         layers_to_transform=[0])),
    "tinylora_gpt2": ("gpt2", dict(r=2, u=6, weight_tying=0.75, target_modules=["wte", "c_attn", "mlp.c_proj"])),
}


def FILE_NAME(name):
    # PEFT finds a vector under the first layer that holds it.
    if ".tinylora_v." in name:
        return "base_model.tinylora_v." + name.rpartition(".")[2]
    return name.replace(".modules_to_save.default.", ".").replace(".default", "")


def SEEDED(name):
    return "tinylora_P" in name


def MERGES(given, model):
    # PEFT folds into the storage that a tied head shares, so its merged model is another one there.
    return not (model == "gpt2" and "wte" in given["target_modules"])


PERTURB = 0.4

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
    "u": ("llama_nano", dict(target_modules=["q_proj"], u=0)),
    "tying": ("llama_nano", dict(target_modules=["q_proj"], weight_tying=1.5)),
}
