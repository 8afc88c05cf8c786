# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "ADAPTION_PROMPT"
CASES = {
    "adaption_prompt_all": ("llama_nano", dict(adapter_len=5, adapter_layers=2)),
    "adaption_prompt_top": ("llama_bias", dict(adapter_len=3, adapter_layers=1)),
    "adaption_prompt_gpt2": ("gpt2", dict(adapter_len=4, adapter_layers=2, target_modules="attn")),
    "adaption_prompt_mistral": ("mistral", dict(adapter_len=3, adapter_layers=2)),
}

MERGES = False
# The gate starts closed: open it, or nothing is seen.
PERTURB = lambda name: 0.8 if name.endswith("gate") else 0.05

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "too_many_layers": ("llama_nano", dict(adapter_len=4, adapter_layers=9, target_modules="self_attn")),
}
