# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "LORA"
CASES = {
    "lora_default": ("llama", dict(r=4)),
    "lora_all_linear": ("llama_nano", dict(r=3, lora_alpha=12, target_modules="all-linear", lora_dropout=0.1)),
    "lora_regex_rslora": ("llama_bias", dict(r=4, lora_alpha=6, use_rslora=True, target_modules=r".*\.1\..*(q|down)_proj")),
    "lora_patterns": ("llama_bias", dict(r=2, lora_alpha=4, target_modules=ALL7, exclude_modules=["layers.0.mlp.up_proj", "o_proj"],
                                                 rank_pattern={"q_proj": 3, r".*\.0\.mlp\.down_proj": 1}, alpha_pattern={"^model.layers.1.self_attn.v_proj": 9})),
    "lora_layers": ("llama_bias", dict(r=2, target_modules=["q_proj", "model.layers.0.mlp.gate_proj"], layers_to_transform=[1],
                                               layers_pattern="layers")),
    "lora_bias_all": ("llama_bias", dict(r=2, bias="all")),
    "lora_bias_only": ("llama_bias", dict(r=2, bias="lora_only", lora_bias=True)),
    "lora_modules_to_save": ("llama_nano", dict(r=2, modules_to_save=["lm_head", "input_layernorm"])),
    "lora_embedding": ("llama_nano", dict(r=2, target_modules=["embed_tokens", "lm_head", "q_proj"])),
    "lora_embedding_tied": ("llama_tied", dict(r=2, target_modules=["embed_tokens", "v_proj"])),
    "lora_saved_head_tied": ("llama_tied", dict(r=2, modules_to_save=["lm_head"])),
    "lora_gaussian": ("llama_nano", dict(r=2, init_lora_weights="gaussian", target_modules=["o_proj", "up_proj"])),
    "lora_orthogonal": ("llama_nano", dict(r=4, init_lora_weights="orthogonal")),
    "lora_pissa": ("llama_nano", dict(r=3, lora_alpha=6, init_lora_weights="pissa", target_modules=ALL7)),
    "lora_olora": ("llama_nano", dict(r=3, lora_alpha=6, init_lora_weights="olora", target_modules=ALL7)),
    "dora": ("llama_bias", dict(r=2, lora_alpha=6, use_dora=True, target_modules=["q_proj", "down_proj"])),
    "dora_embedding": ("llama_nano", dict(r=2, use_dora=True, target_modules=["embed_tokens", "v_proj"])),
}


def MOVES_BASE(given):
    return str(given.get("init_lora_weights")).startswith(("pissa", "olora"))


def MERGES(given, model):
    # PEFT folds into the storage that a tied head shares, so its merged model is another one there; a bias it cannot fold without a base bias.
    folds_tied = model == "llama_tied" and "embed_tokens" in given.get("target_modules", ())
    return not folds_tied and not (given.get("lora_bias") and model != "llama_bias")


def PERTURB(key):
    return 0.2 if "embedding_B" in key else 0.05
