# SPDX-License-Identifier: GPL-3.0-or-later
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "FOURIERFT"
CASES = {
    "fourierft_usual": ("llama_nano", dict(n_frequency=60)),
    "fourierft_all": ("llama_bias", dict(n_frequency=33, scaling=20.0, random_loc_seed=5, init_weights=True, target_modules=ALL, bias="fourier_only",
                                         n_frequency_pattern={"q_proj": 100, "1.mlp.(up|down)_proj": 11, "self_attn.v": 3,
                                                              "model.layers.0.self_attn.k_proj": 512})),
    "fourierft_head": ("llama_nano", dict(n_frequency=20, random_loc_seed=-3, target_modules=["lm_head", "v_proj"], exclude_modules=["layers.0.self_attn.v_proj"],
                                          bias="all")),
    "fourierft_gpt2": ("gpt2", dict(n_frequency=70, scaling=80)),
}
PERTURB = 0.3

REFUSED = {
    "nothing_left": ("llama_nano", dict(n_frequency=8, target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(n_frequency=8, target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(n_frequency=8, target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(n_frequency=8, target_modules=["q_proj"], layers_pattern="layers")),
    "embedding": ("llama_nano", dict(n_frequency=8, target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(n_frequency=8, target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(n_frequency=8, target_modules=["q_proj"], bias="some")),
    "none": ("llama_nano", dict(target_modules=["q_proj"], n_frequency=0)),
    "many": ("llama_nano", dict(target_modules=["q_proj"], n_frequency=10000)),
}
