# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "IA3"
CASES = {
    "ia3_default": ("llama", dict()),
    "ia3_regex": ("llama_bias", dict(target_modules=r".*(q_proj|up_proj|down_proj)", feedforward_modules=r".*\.mlp\..*")),
}
