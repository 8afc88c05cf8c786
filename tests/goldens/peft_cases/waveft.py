# SPDX-License-Identifier: GPL-3.0-or-later
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "WAVEFT"
CASES = {
    "waveft_usual": ("llama_nano", dict(n_frequency=60)),
    "waveft_few": ("llama_bias", dict(n_frequency=30, scaling=9.0, random_loc_seed=5, init_weights=False, target_modules=ALL, bias="waveft_only",
                                      n_frequency_pattern={"q_proj": 100, r".*1.mlp.(up|down)_proj": 11})),
    "waveft_db2": ("llama_bias", dict(n_frequency=12, wavelet_family="db2", target_modules=["k_proj", "gate_proj"])),
    "waveft_sym7": ("llama_nano", dict(n_frequency=25, wavelet_family="sym7", target_modules=["up_proj", "o_proj", "lm_head"], proportional_parameters=True)),
    "waveft_coif4": ("llama_nano", dict(n_frequency=128, wavelet_family="coif4", target_modules=["k_proj"], scaling=4)),
    "waveft_entries": ("llama_nano", dict(n_frequency=40, use_idwt=False, wavelet_family="db30", scaling=3)),
    "waveft_gpt2": ("gpt2", dict(n_frequency=70, wavelet_family="db3")),
}

REFUSED = {
    "nothing_left": ("llama_nano", dict(n_frequency=8, target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(n_frequency=8, target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(n_frequency=8, target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(n_frequency=8, target_modules=["q_proj"], layers_pattern="layers")),
    "embedding": ("llama_nano", dict(n_frequency=8, target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(n_frequency=8, target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(n_frequency=8, target_modules=["q_proj"], bias="some")),
    "none": ("llama_nano", dict(target_modules=["q_proj"], n_frequency=0)),
    "many": ("llama_nano", dict(target_modules=["q_proj"], n_frequency=100000)),
    "wavelet": ("llama_nano", dict(target_modules=["q_proj"], wavelet_family="strange")),
}
