# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiny random models with transformers' logits: all, or those named. transformers 5.23.0, torch 2.11.0.

Writes tests/goldens/models/<case>/: config.json, model.safetensors, case.safetensors (input_ids, attention_mask, logits, loss).
"""
import json
import os
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "models")
BASE = dict(hidden_size=48, intermediate_size=72, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, vocab_size=96,
            max_position_embeddings=256, rms_norm_eps=1e-5, tie_word_embeddings=False)
CASES = {
    "llama_gqa": {},
    "llama_tied": dict(tie_word_embeddings=True, num_key_value_heads=1),
    "llama_bias": dict(attention_bias=True, mlp_bias=True, num_key_value_heads=4, head_dim=16),
    "llama3_rope": dict(rope_parameters=dict(rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                                             original_max_position_embeddings=64)),
    "gpt2": dict(n_embd=36, n_head=4, n_layer=2, n_positions=64, n_inner=50, vocab_size=96, bos_token_id=1, eos_token_id=2),
    "gpt2_bare": dict(n_embd=20, n_head=2, n_layer=1, n_positions=32, vocab_size=96, activation_function="gelu", scale_attn_weights=False,
                      tie_word_embeddings=False, bos_token_id=1, eos_token_id=2),
    "llama_linear_rope": dict(rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=4.0)),
}


def make(name, changes, shards):
    torch.manual_seed(hash_of(name))
    model = (GPT2LMHeadModel(GPT2Config(**changes)) if name.startswith("gpt2") else LlamaForCausalLM(LlamaConfig(**{**BASE, **changes}))).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.2 + (1.0 if parameter.dim() == 1 else 0.0) * 0.5)
    folder = os.path.join(HERE, name)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder, max_shard_size="40KB" if shards else "5GB")
    os.path.exists(os.path.join(folder, "generation_config.json")) and os.remove(os.path.join(folder, "generation_config.json"))
    ids = torch.randint(0, BASE["vocab_size"], (2, 19))
    mask = torch.ones_like(ids)
    mask[1, 13:] = 0
    labels = ids.masked_fill(mask == 0, -100)
    labels[0, :5] = -100
    if name == "gpt2_bare":  # names without "transformer.", as the hub's GPT-2 has them; nothing but the blocks and lm_head
        file = os.path.join(folder, "model.safetensors")
        save_file({k.removeprefix("transformer."): v for k, v in load_file(file).items()}, file, metadata={"format": "pt"})
    with torch.no_grad():
        out = model(input_ids=ids, attention_mask=mask, labels=labels)
    save_file(dict(input_ids=ids, attention_mask=mask, labels=labels, logits=out.logits.contiguous(), loss=out.loss.reshape(1)),
              os.path.join(folder, "case.safetensors"))


def hash_of(name):
    return sum(ord(c) * 31 ** i for i, c in enumerate(name)) % 100003


if __name__ == "__main__":
    for index, (name, changes) in enumerate(CASES.items()):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        make(name, changes, shards=index == 0)
    print(json.dumps(sorted(CASES)), file=sys.stderr)
