# SPDX-License-Identifier: GPL-3.0-or-later
"""Tiny random models with transformers' logits: all, or those named. transformers 5.23.0, torch 2.11.0.

Writes tests/goldens/models/<case>/: config.json, model.safetensors, case.safetensors (input_ids, attention_mask, logits, loss; of all families
but the first two also "grad." + name of every weight), and model.gguf where GGUF says it all (gguf 0.19.0, written as llama.cpp's converter does).
"""
import json
import os
import shutil
import sys

import gguf
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

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
# model_type, what differs from TINY, architecture of the GGUF file or None.
TINY = dict(hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, vocab_size=64,
            max_position_embeddings=128, rms_norm_eps=1e-5, tie_word_embeddings=False, bos_token_id=1, eos_token_id=2, pad_token_id=0)
GEMMA = dict(head_dim=8, query_pre_attn_scalar=12, sliding_window=7, tie_word_embeddings=True)
FAMILIES = {
    "mistral": ("mistral", dict(sliding_window=6), None),
    "mistral_full": ("mistral", dict(sliding_window=None, head_dim=12), "LLAMA"),
    "qwen2": ("qwen2", dict(tie_word_embeddings=True), "QWEN2"),
    "qwen2_window_yarn": ("qwen2", dict(use_sliding_window=True, sliding_window=6, max_window_layers=1, rope_parameters=dict(
        rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=32)), None),
    "qwen3": ("qwen3", dict(head_dim=12), "QWEN3"),
    "gemma2": ("gemma2", dict(GEMMA, attn_logit_softcapping=3.0, final_logit_softcapping=5.0), None),
    "gemma2_usual": ("gemma2", dict(GEMMA, query_pre_attn_scalar=8), "GEMMA2"),
    "gemma3": ("gemma3_text", dict(GEMMA, hidden_size=24, intermediate_size=28, num_hidden_layers=6, query_pre_attn_scalar=8, rope_parameters=dict(
        full_attention=dict(rope_type="linear", rope_theta=1000000.0, factor=8.0), sliding_attention=dict(rope_type="default", rope_theta=10000.0))),
        "GEMMA3"),
    "gemma3_capped": ("gemma3_text", dict(GEMMA, final_logit_softcapping=6.0, layer_types=["full_attention", "sliding_attention"]), None),
    "phi3": ("phi3", dict(sliding_window=6), "PHI3"),
    "phi3_long": ("phi3", dict(num_attention_heads=2, original_max_position_embeddings=16, partial_rotary_factor=0.5, rope_scaling=dict(
        type="longrope", short_factor=[1.0, 1.1, 1.3, 1.7], long_factor=[1.0, 2.0, 3.5, 8.0])), "PHI3"),
    "olmo2": ("olmo2", {}, "OLMO2"),
    "gpt2_gguf": ("gpt2", dict(n_embd=32, n_head=4, n_layer=2, n_positions=48, n_inner=40, vocab_size=64, bos_token_id=1, eos_token_id=2), "GPT2"),
}


def make_family(name, model_type, changes, architecture):
    torch.manual_seed(hash_of(name))
    config = AutoConfig.for_model(model_type, **(changes if model_type == "gpt2" else {**TINY, **changes}))
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            shift = 0.5 if parameter.dim() == 1 and not model_type.startswith("gemma") else 0.0
            parameter.copy_(torch.randn_like(parameter) * 0.2 + shift)
    folder = os.path.join(HERE, name)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    os.path.exists(os.path.join(folder, "generation_config.json")) and os.remove(os.path.join(folder, "generation_config.json"))
    ids = torch.randint(0, TINY["vocab_size"], (2, 19))
    mask = torch.ones_like(ids)
    mask[1, 13:] = 0
    labels = ids.masked_fill(mask == 0, -100)
    labels[0, :5] = -100
    # Row by row: padding would count as length where frequencies depend on it.
    logits, loss = torch.zeros(2, 19, TINY["vocab_size"]), 0
    for row in range(2):
        length = int(mask[row].sum())
        own = model(input_ids=ids[row:row + 1, :length]).logits[0]
        logits[row, :length] = own.detach()
        loss = loss + torch.nn.functional.cross_entropy(own[:-1], labels[row, 1:length], reduction="sum")
    loss = loss / (labels[:, 1:] != -100).sum()
    loss.backward()
    grads = {"grad." + key: value.grad.contiguous() for key, value in model.named_parameters()}
    save_file(dict(input_ids=ids, attention_mask=mask, labels=labels, logits=logits, loss=loss.detach().reshape(1), **grads),
              os.path.join(folder, "case.safetensors"))
    if architecture:
        write_gguf(os.path.join(folder, "model.gguf"), architecture, model)


def permuted(weights, heads):
    """As llama.cpp's converter writes q and k of Llama models."""
    return weights.reshape(heads, 2, weights.shape[0] // heads // 2, *weights.shape[1:]).swapaxes(1, 2).reshape(weights.shape)


def write_gguf(path, architecture, model):
    """Names are gguf-py's, keys and changes of values those of conversion/*.py in llama.cpp."""
    config, arch = model.config, gguf.MODEL_ARCH[architecture]
    if architecture == "GPT2":
        return write_gpt2_gguf(path, arch, model)
    head_dim = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    rope = config.rope_parameters.get("full_attention", config.rope_parameters)
    writer = gguf.GGUFWriter(path, gguf.MODEL_ARCH_NAMES[arch])
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    if architecture != "GEMMA2":
        writer.add_rope_freq_base(rope["rope_theta"])
    if architecture in ("LLAMA", "QWEN3", "GEMMA2", "GEMMA3"):
        writer.add_key_length(head_dim)
        writer.add_value_length(head_dim)
    if architecture == "LLAMA":
        writer.add_rope_dimension_count(head_dim)
    if rope["rope_type"] == "linear":
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(rope["factor"])
    if architecture == "GEMMA2":
        writer.add_attn_logit_softcapping(config.attn_logit_softcapping)
        writer.add_final_logit_softcapping(config.final_logit_softcapping)
    if architecture in ("GEMMA2", "GEMMA3"):
        writer.add_sliding_window(config.sliding_window)
    if architecture == "PHI3":
        dims = int(head_dim * rope.get("partial_rotary_factor", 1.0))
        writer.add_rope_scaling_orig_ctx_len(config.original_max_position_embeddings)
        writer.add_rope_dimension_count(dims)
        writer.add_sliding_window(config.sliding_window or 0)
        if "long_factor" in rope:
            scale = config.max_position_embeddings / config.original_max_position_embeddings
            writer.add_rope_scaling_attn_factors(float(np.sqrt(1 + np.log(scale) / np.log(config.original_max_position_embeddings))))
            writer.add_tensor("rope_factors_long.weight", np.array(rope["long_factor"], dtype=np.float32))
            writer.add_tensor("rope_factors_short.weight", np.array(rope["short_factor"], dtype=np.float32))
    names = gguf.get_tensor_name_map(arch, config.num_hidden_layers)
    for key, value in model.named_parameters():
        data = value.detach().numpy()
        if architecture.startswith("GEMMA") and key.endswith("norm.weight"):
            data = data + np.float32(1)
        if architecture == "LLAMA" and ".q_proj" in key:
            data = permuted(data, config.num_attention_heads)
        if architecture == "LLAMA" and ".k_proj" in key:
            data = permuted(data, config.num_key_value_heads)
        writer.add_tensor(names.get_name(key, try_suffixes=(".weight", ".bias")), np.ascontiguousarray(data))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write_gpt2_gguf(path, arch, model):
    config = model.config
    writer = gguf.GGUFWriter(path, gguf.MODEL_ARCH_NAMES[arch])
    writer.add_block_count(config.n_layer)
    writer.add_context_length(config.n_positions)
    writer.add_embedding_length(config.n_embd)
    writer.add_feed_forward_length(4 * config.n_embd)
    writer.add_head_count(config.n_head)
    writer.add_layer_norm_eps(config.layer_norm_epsilon)
    names = gguf.get_tensor_name_map(arch, config.n_layer)
    for key, value in model.named_parameters():
        data = value.detach().numpy()
        if key.endswith((".c_attn.weight", ".c_proj.weight", ".c_fc.weight")):
            data = data.T
        writer.add_tensor(names.get_name(key, try_suffixes=(".weight", ".bias")), np.ascontiguousarray(data))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


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
    for name, (model_type, changes, architecture) in FAMILIES.items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            make_family(name, model_type, changes, architecture)
    print(json.dumps(sorted([*CASES, *FAMILIES])), file=sys.stderr)
