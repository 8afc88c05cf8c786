# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "CPT"
TWO = dict(cpt_token_ids=[3, 9, 27, 4, 11, 5, 2, 3, 9, 8, 4, 30, 31], cpt_tokens_type_mask=[1, 2, 2, 3, 4, 4, 0, 5, 6, 6, 7, 8, 8])
CASES = {
    "cpt_two_examples": ("llama_nano", dict(opt_projection_epsilon=0.5, **TWO)),
    "cpt_decay": ("llama_nano", dict(opt_weighted_loss_type="decay", opt_loss_decay_factor=0.6, opt_projection_format_epsilon=0.7, **TWO)),
    # The largest type is no multiple of 4: the samples' own labels are not trained on.
    "cpt_prompt_labels_only": ("llama_tied", dict(cpt_token_ids=[7, 60, 12, 5], cpt_tokens_type_mask=[4, 2, 4, 7], cpt_mask=[1, 0, 1, 1],
                                                  opt_projection_epsilon=2.0)),
    "cpt_gpt2": ("gpt2", dict(cpt_token_ids=[7, 30, 12, 5], cpt_tokens_type_mask=[1, 2, 3, 4], opt_projection_epsilon=2.0)),
    "cpt_gemma3": ("gemma3", dict(opt_projection_epsilon=0.5, **TWO)),
}

MERGES = False

REFUSED = {
    "mask_length": ("llama_nano", dict(cpt_token_ids=[1, 2, 3], cpt_tokens_type_mask=[1, 2])),
}
