# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "CARTRIDGE"
CASES = {
    "cartridge_default": ("llama_bias", dict(num_virtual_tokens=4)),
    "cartridge_frozen": ("llama_nano", dict(num_virtual_tokens=5, num_frozen_tokens=3)),
    "cartridge_free": ("llama_nano", dict(num_virtual_tokens=2, num_frozen_tokens=0, modules_to_save=["lm_head"])),
    "cartridge_gpt2": ("gpt2", dict(num_virtual_tokens=3)),
}

MERGES = False

REFUSED = {
    "zero": ("llama_nano", dict(num_virtual_tokens=0)),
    "frozen_negative": ("llama_nano", dict(num_virtual_tokens=4, num_frozen_tokens=-1)),
    "frozen_more": ("llama_nano", dict(num_virtual_tokens=4, num_frozen_tokens=9)),
}
