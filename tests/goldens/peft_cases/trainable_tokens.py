# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "TRAINABLE_TOKENS"
SOME = list(range(0, 32, 3))
CASES = {
    "trainable_tokens_default": ("llama_nano", dict(token_indices=SOME)),
    "trainable_tokens_tied": ("llama_tied", dict(token_indices=[63] + SOME)),
    "trainable_tokens_head": ("llama_nano", dict(token_indices=[5, 1, 30], target_modules=["embed_tokens", "lm_head"])),
    "trainable_tokens_random": ("llama_nano", dict(token_indices=SOME, init_weights=False, target_modules=".*embed_tokens")),
    "trainable_tokens_gpt2": ("gpt2", dict(token_indices=SOME)),
    "trainable_tokens_gemma2": ("gemma2", dict(token_indices=SOME)),
}

REFUSED = {
    "nothing_left": ("llama_nano", dict(token_indices=[1], target_modules=["nope"])),
    "norm": ("llama_nano", dict(token_indices=[1], target_modules=["norm"])),
    "conv1d": ("gpt2", dict(token_indices=[1], target_modules=["c_attn"])),
}
