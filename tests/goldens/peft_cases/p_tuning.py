# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "P_TUNING"
CASES = {
    "p_tuning_mlp": ("llama_nano", dict(num_virtual_tokens=3)),
    "p_tuning_lstm": ("llama_nano", dict(num_virtual_tokens=4, encoder_reparameterization_type="LSTM", encoder_hidden_size=6, encoder_num_layers=3,
                                         encoder_dropout=0.1)),
    "p_tuning_gpt2": ("gpt2", dict(num_virtual_tokens=2, encoder_hidden_size=9)),
}

MERGES = False

REFUSED = {
    "kind": ("llama_nano", dict(num_virtual_tokens=3, encoder_reparameterization_type="strange")),
    "none": ("llama_nano", dict()),
}
