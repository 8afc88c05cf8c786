# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "PREFIX_TUNING"
CASES = {
    "prefix_tuning": ("llama", dict(num_virtual_tokens=5)),
    "prefix_tuning_projection": ("llama_nano", dict(num_virtual_tokens=3, prefix_projection=True, encoder_hidden_size=10)),
    "prefix_tuning_saved_head": ("llama_nano", dict(num_virtual_tokens=2, modules_to_save=["lm_head"])),
    "prefix_tuning_gpt2": ("gpt2", dict(num_virtual_tokens=3)),
    "prefix_tuning_mistral": ("mistral", dict(num_virtual_tokens=3)),
    "prefix_tuning_gemma2": ("gemma2", dict(num_virtual_tokens=2)),
    "prefix_tuning_phi3": ("phi3", dict(num_virtual_tokens=3)),
}

MERGES = False

REFUSED = {
    "none": ("llama_nano", dict()),
}
