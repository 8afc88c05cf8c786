# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "LN_TUNING"
CASES = {
    "ln_tuning_default": ("llama", dict()),
    "ln_tuning_chosen": ("llama_nano", dict(target_modules=["norm", "v_proj"], modules_to_save=["lm_head"])),
    "ln_tuning_gpt2": ("gpt2", dict(target_modules=["ln_1", "c_fc"])),
    "ln_tuning_gemma2": ("gemma2", dict()),
    "ln_tuning_qwen3": ("qwen3", dict()),
}

REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
}
