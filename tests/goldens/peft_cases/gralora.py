# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "GRALORA"
CASES = {
    "gralora_default": ("llama_nano", dict(r=8)),
    "gralora_hybrid": ("llama_bias", dict(r=12, gralora_k=4, hybrid_r=3, alpha=20, gralora_dropout=0.1, bias="gralora_only", target_modules=ALL7)),
    "gralora_random": ("llama_nano", dict(r=3, gralora_k=1, init_weights=False, target_modules=["k_proj", "down_proj"], layers_to_transform=[1])),
    "gralora_conv1d": ("gpt2", dict(r=8, gralora_k=4, hybrid_r=2, target_modules=["c_attn", "mlp.c_proj"])),
}

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
    "k_zero": ("llama_nano", dict(target_modules=["q_proj"], gralora_k=0)),
    "r_k": ("llama_nano", dict(target_modules=["q_proj"], r=5, gralora_k=2)),
    "in_k": ("llama_nano", dict(target_modules=["q_proj"], r=5, gralora_k=5)),
    "hybrid": ("llama_nano", dict(target_modules=["q_proj"], r=4, gralora_k=2, hybrid_r=-1)),
}
