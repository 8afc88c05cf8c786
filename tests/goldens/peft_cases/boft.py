# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "BOFT"
CASES = {
    "boft_default": ("llama_nano", dict()),
    "boft_bias": ("llama_bias", dict(boft_block_size=8, target_modules=ALL7, bias="boft_only", boft_dropout=0.2)),
    # Without its CUDA kernel PEFT keeps to one factor, whatever the config says.
    "boft_blocks": ("llama_nano", dict(boft_block_size=0, boft_block_num=4, boft_n_butterfly_factor=2, target_modules=["q_proj", "o_proj", "down_proj"])),
    "boft_random": ("llama_nano", dict(boft_block_size=1, init_weights=False, target_modules=["v_proj"], layers_to_transform=0)),
}
PERTURB = 0.08
