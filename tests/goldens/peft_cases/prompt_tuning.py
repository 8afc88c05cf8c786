# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "PROMPT_TUNING"
CASES = {
    "prompt_tuning_random": ("llama_bias", dict(num_virtual_tokens=5)),
    "prompt_tuning_sampled": ("llama_nano", dict(num_virtual_tokens=3, prompt_tuning_init="SAMPLE_VOCAB", num_layers=7)),
    "prompt_tuning_saved_head": ("llama_nano", dict(num_virtual_tokens=1, modules_to_save=["lm_head"])),
    "prompt_tuning_gpt2": ("gpt2", dict(num_virtual_tokens=4)),
    "prompt_tuning_gemma3": ("gemma3", dict(num_virtual_tokens=3, prompt_tuning_init="SAMPLE_VOCAB")),
}

MERGES = False

REFUSED = {
    "none": ("llama_nano", dict()),
    "no_text": ("llama_nano", dict(num_virtual_tokens=3, prompt_tuning_init="TEXT", tokenizer_name_or_path="x")),
    "no_tokenizer": ("llama_nano", dict(num_virtual_tokens=3, prompt_tuning_init="TEXT", prompt_tuning_init_text="hello")),
    "kwargs": ("llama_nano", dict(num_virtual_tokens=3, tokenizer_kwargs={"a": 1})),
}
