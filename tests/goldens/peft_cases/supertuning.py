# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "SUPERTUNING"
CASES = {
    "supertuning_usual": ("llama_nano", dict(sparsity=0.9)),
    "supertuning_all": ("llama_nano", dict(sparsity=0.7, select_top=False, target_modules=ALL7, init_weights=False, modules_to_save=["norm"])),
    "supertuning_supra": ("llama_bias", dict(r=3, lora_alpha=4, lora_dropout=0.1, target_modules=r".*\.(k_proj|down_proj)", save_precomputed_indices=False)),
    "supertuning_supra_drawn": ("llama_nano", dict(r=2, init_weights=False, target_modules=["o_proj", "up_proj"])),
}


def SEEDED(name):
    return name.endswith("supertuning_indices")

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "sparsity": ("llama_nano", dict(target_modules=["q_proj"], sparsity=1.5)),
    "negative": ("llama_nano", dict(target_modules=["q_proj"], sparsity=-0.1)),
    "one": ("llama_nano", dict(target_modules=["q_proj"], sparsity=1.0)),
}
