# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "FULL"
CASES = {
    "full": ("llama_nano", dict()),
    "full_gpt2": ("gpt2", dict()),
    "full_gemma3": ("gemma3", dict()),
}

PERTURB = 0.03
