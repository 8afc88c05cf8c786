# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden files of tests/io: dequantised blocks by gguf-py, safetensors by its Python package, a small Llama GGUF.

Made with gguf 0.19.0, safetensors 0.8.0, numpy 2.4.6, torch 2.11.0:  python tests/goldens/make_io_goldens.py
Everything is drawn from fixed seeds. Output: tests/io/goldens/.
"""
import math
import os
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as T
from safetensors.torch import save_file

OUT = Path(__file__).resolve().parent.parent / "io" / "goldens"
BLOCKS = 6


def random_blocks(kind: T, rng: np.random.Generator) -> np.ndarray:
    """Raw blocks with random bits, whose scales are finite halves (subnormals and negatives among them)."""
    _, size = gguf.GGML_QUANT_SIZES[kind]
    raw = rng.integers(0, 256, (BLOCKS, size), dtype=np.uint8)
    at = {T.Q4_0: [0], T.Q5_0: [0], T.Q8_0: [0], T.Q4_1: [0, 2], T.Q5_1: [0, 2], T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208]}[kind]
    for offset in at:
        scale = (rng.standard_normal(BLOCKS) * 0.1).astype(np.float16)
        scale[0], scale[1] = np.float16(3e-7), np.float16(-1.5e-5)
        raw[:, offset : offset + 2] = scale.view(np.uint8).reshape(BLOCKS, 2)
    return raw


def dequantised() -> None:
    rng = np.random.default_rng(7)
    tensors = {}
    for kind in (T.Q8_0, T.Q4_0, T.Q4_1, T.Q5_0, T.Q5_1, T.Q4_K, T.Q5_K, T.Q6_K):
        raw = random_blocks(kind, rng)
        tensors[f"{kind.name}.raw"] = torch.from_numpy(raw.reshape(-1).copy())
        tensors[f"{kind.name}.f32"] = torch.from_numpy(gguf.dequantize(raw.reshape(1, -1), kind).reshape(-1).copy())
    halves = np.arange(0, 65536, 7, dtype=np.uint16)  # every class of half: zeros, subnormals, normals, infinities
    halves = halves[~np.isnan(halves.view(np.float16))]
    tensors["F16.raw"] = torch.from_numpy(halves.view(np.uint8).copy())
    tensors["F16.f32"] = torch.from_numpy(halves.view(np.float16).astype(np.float32))
    brains = rng.integers(0, 65536, 500).astype(np.uint16)
    brains = brains[(brains & 0x7F80) != 0x7F80]
    tensors["BF16.raw"] = torch.from_numpy(brains.view(np.uint8).copy())
    tensors["BF16.f32"] = torch.from_numpy((brains.astype(np.uint32) << 16).view(np.float32))
    doubles = rng.standard_normal(40)
    tensors["F64.raw"] = torch.from_numpy(doubles.view(np.uint8).copy())
    tensors["F64.f32"] = torch.from_numpy(doubles.astype(np.float32))
    singles = rng.standard_normal(40).astype(np.float32)
    tensors["F32.raw"] = torch.from_numpy(singles.view(np.uint8).copy())
    tensors["F32.f32"] = torch.from_numpy(singles)
    save_file(tensors, OUT / "dequantised.safetensors", metadata={"made_by": "gguf 0.19.0"})


def permuted(weights: np.ndarray, heads: int) -> np.ndarray:
    """As llama.cpp's convert_hf_to_gguf.py writes q and k of Llama models."""
    return weights.reshape(heads, 2, weights.shape[0] // heads // 2, *weights.shape[1:]).swapaxes(1, 2).reshape(weights.shape)


def llama3_divisors(theta: float, dim: int, factor: float, low: float, high: float, context: float) -> np.ndarray:
    out = []
    for freq in 1.0 / (theta ** (np.arange(0, dim, 2, dtype=np.float32) / dim)):
        wavelength = 2 * math.pi / freq
        if wavelength < context / high:
            out.append(1)
        elif wavelength > context / low:
            out.append(factor)
        else:
            smooth = (context / wavelength - low) / (high - low)
            out.append(1 / ((1 - smooth) / factor + smooth))
    return np.array(out, dtype=np.float32)


def small_llama() -> None:
    """Two layers, hidden 64, 2 heads, 1 kv head, tied; weights in several types, with what HF would hold beside it."""
    rng = np.random.default_rng(11)
    hidden, heads, kv, ffn, vocab, layers = 64, 2, 1, 96, 48, 2
    head = hidden // heads
    writer = gguf.GGUFWriter(OUT / "llama.gguf", "llama")
    writer.add_name("Small Llama")
    writer.add_license("apache-2.0")
    writer.add_context_length(256)
    writer.add_embedding_length(hidden)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(ffn)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(500000.0)
    writer.add_rope_dimension_count(head)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list([f"t{i}" for i in range(vocab)])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    expected = {}

    def add(name, hf, shape, kind, heads_of=0):
        values = rng.standard_normal(shape).astype(np.float32)
        stored = permuted(values, heads_of) if heads_of else values
        data = gguf.quantize(stored, kind)
        back = gguf.dequantize(data, kind).reshape(shape)
        if heads_of:  # HF order again: the inverse of permuted()
            back = back.reshape(heads_of, shape[0] // heads_of // 2, 2, *shape[1:]).swapaxes(1, 2).reshape(shape)
        writer.add_tensor(name, data, raw_dtype=kind)
        expected[hf] = torch.from_numpy(back.astype(np.float32).copy())

    add("token_embd.weight", "model.embed_tokens.weight", (vocab, hidden), T.Q8_0)
    for i in range(layers):
        b, h = f"blk.{i}.", f"model.layers.{i}."
        add(b + "attn_norm.weight", h + "input_layernorm.weight", (hidden,), T.F32)
        add(b + "attn_q.weight", h + "self_attn.q_proj.weight", (hidden, hidden), T.Q4_1, heads)
        add(b + "attn_k.weight", h + "self_attn.k_proj.weight", (kv * head, hidden), T.Q5_0, kv)
        add(b + "attn_v.weight", h + "self_attn.v_proj.weight", (kv * head, hidden), T.Q5_1)
        add(b + "attn_output.weight", h + "self_attn.o_proj.weight", (hidden, hidden), T.Q4_0)
        add(b + "ffn_norm.weight", h + "post_attention_layernorm.weight", (hidden,), T.F32)
        add(b + "ffn_gate.weight", h + "mlp.gate_proj.weight", (ffn, hidden), T.F16)
        add(b + "ffn_up.weight", h + "mlp.up_proj.weight", (ffn, hidden), T.BF16)
        add(b + "ffn_down.weight", h + "mlp.down_proj.weight", (hidden, ffn), T.Q8_0)
    add("output_norm.weight", "model.norm.weight", (hidden,), T.F32)
    writer.add_tensor("rope_freqs.weight", llama3_divisors(500000.0, head, 32.0, 1.0, 4.0, 8192))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(expected, OUT / "llama.expected.safetensors")


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    torch.manual_seed(0)
    dequantised()
    small_llama()
    for path in OUT.iterdir():
        path.chmod(0o644)
