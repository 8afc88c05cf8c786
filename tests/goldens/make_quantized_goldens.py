# SPDX-License-Identifier: GPL-3.0-or-later
"""NF4 with double quantisation and int8 as bitsandbytes 0.50.2 (CPU, torch 2.11.0) makes them: tests/goldens/models/quantized.safetensors.

bitsandbytes is needed here only: pip install --no-deps --target FOLDER bitsandbytes==0.50.2, then PYTHONPATH=FOLDER python make_quantized_goldens.py
Its AVX-512 function dequantises with the scales of other blocks where rows are no whole number of blocks, so dense values come from its portable one.
"""
import os

os.environ["TORCHDYNAMO_DISABLE"] = "1"

import bitsandbytes
import torch
from bitsandbytes.backends.default.ops import _dequantize_4bit_compute
from bitsandbytes.functional import dequantize_4bit, dequantize_blockwise, int8_vectorwise_dequant, int8_vectorwise_quant, quantize_4bit
from safetensors.torch import save_file

assert bitsandbytes.__version__ == "0.50.2"


def formula(rows, columns):
    """Values both sides make exactly; too many to store."""
    i = torch.arange(rows * columns, dtype=torch.int64)
    return (((i * 7919 + i * i * 31) % 2001 - 1000).float() / 1024).reshape(rows, columns)


def special():
    x = torch.randn(4, 96) * 0.02
    x[1] = 0
    x[2, :64] *= 50
    x[3, 0] = 1e-39
    x[3, 32:] = 0  # the last block is zero
    levels = torch.tensor([-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
                           -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
                           0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0])
    x[0, :15] = (levels[:-1] + levels[1:]) / 2  # on the borders between two levels
    x[0, 15] = 1.0
    return x


def nf4_dense(levels, state):
    absmax = dequantize_blockwise(state.absmax, state.state2) + state.offset
    dense = _dequantize_4bit_compute(levels.flatten(), absmax, state.code, 64, state.shape, torch.float32)
    if state.shape[1] % 64 == 0:
        assert torch.equal(dense, dequantize_4bit(levels, state))
    return dense


torch.manual_seed(5)
torch.set_num_threads(1)
CASES = {"even": torch.randn(12, 64) * 0.02, "odd": torch.randn(7, 27) * torch.rand(7, 1), "special": special(), "row": torch.randn(1, 5), "long": formula(131, 259)}
out = {}
for name, x in CASES.items():
    levels, state = quantize_4bit(x.clone(), blocksize=64, compress_statistics=True, quant_type="nf4")
    values, absmax, _ = int8_vectorwise_quant(x.clone())
    case = {"nf4.levels": levels.flatten(), "nf4.absmax_codes": state.absmax, "nf4.absmax_scales": state.state2.absmax,
            "nf4.absmax_mean": state.offset.reshape(1), "nf4.dense": nf4_dense(levels, state), "int8.values": values, "int8.absmax": absmax,
            "int8.dense": int8_vectorwise_dequant(values, absmax)}
    if name == "long":  # sums of the bits in place of the values
        for key in ("nf4.dense", "int8.dense"):
            case[key + "_bits"] = case.pop(key).contiguous().view(torch.int32).to(torch.int64).sum().reshape(1)
        del case["int8.values"]
    else:
        case["input"] = x
    out.update({f"{name}.{key}": value.contiguous().clone() for key, value in case.items()})
out["code"] = state.state2.code.clone()
save_file(out, os.path.join(os.path.dirname(os.path.abspath(__file__)), "models", "quantized.safetensors"))
