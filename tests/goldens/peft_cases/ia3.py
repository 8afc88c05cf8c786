# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "IA3"
CASES = {
    "ia3_default": ("llama", dict()),
    "ia3_regex": ("llama_bias", dict(target_modules=r".*(q_proj|up_proj|down_proj)", feedforward_modules=r".*\.mlp\..*")),
    "ia3_gpt2": ("gpt2", dict(target_modules=["c_attn", "mlp.c_proj"], feedforward_modules=["mlp.c_proj"])),
    "ia3_qwen3": ("qwen3", dict()),
    "ia3_gemma3": ("gemma3", dict()),
}

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "subset": ("llama_nano", dict(target_modules=["q_proj"], feedforward_modules=["down_proj"])),
}
