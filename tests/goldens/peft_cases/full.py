# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "FULL"
CASES = {
    "full": ("llama_nano", dict()),
}

PERTURB = 0.03
