# SPDX-License-Identifier: GPL-3.0-or-later
"""PEFT's own LoftQ on a CPU. PEFT 0.21.2 wants bitsandbytes and a GPU for it; what LoftQ needs of bitsandbytes is written here in torch. With
bitsandbytes installed (0.50.2), python loftq_on_cpu.py compares the two. (Its CPU code for 4 bits is wrong where a row is shorter than a
block and even, so it is asked for other shapes; the codes are the same for all.)"""
import inspect
import types

import torch

BLOCK = 64


def nf4_code():
    return torch.tensor([-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334, -0.09105003625154495,
                         0.0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
                         0.7229568362236023, 1.0])


def nf4(weight):
    """Quantised and made dense again, in blocks of 64 values, absmax in fp32."""
    code, flat = nf4_code(), weight.reshape(-1)
    bounds = (code[:-1] + code[1:]) / 2
    blocks = [flat[i:i + BLOCK] for i in range(0, len(flat), BLOCK)]
    return torch.cat([code[torch.bucketize((b * (1.0 / b.abs().max())).clamp(-1, 1), bounds)] * b.abs().max() for b in blocks]).reshape(weight.shape)


class Params4bit:
    def __init__(self, data, **_):
        self.data, self.quant_state = data, None

    def to(self, device):
        return self


class Int8Params:
    def __init__(self, data, **_):
        half = data.half()
        self.SCB = half.abs().max(dim=1).values.float()
        self.data = torch.round(half * (127.0 / self.SCB[:, None])).to(torch.int8)

    def to(self, device):
        return self


def stand_in():
    bnb = types.ModuleType("bitsandbytes")
    bnb.nn = types.SimpleNamespace(Params4bit=Params4bit, Int8Params=Int8Params)
    bnb.functional = types.SimpleNamespace(dequantize_4bit=lambda data, state: nf4(data),
                                           int8_vectorwise_dequant=lambda data, scale: data * scale.view(-1, 1) * 7.874015718698502e-3)
    return bnb


def install():
    """Makes init_lora_weights="loftq" work: PEFT's function with "cpu" in the place of "cuda"."""
    import peft.tuners.lora.layer as layer
    import peft.utils.loftq_utils as loftq

    scope = dict(vars(loftq), is_bnb_available=lambda: True, is_bnb_4bit_available=lambda: True)
    scope["stand_in"] = stand_in
    source = inspect.getsource(loftq.loftq_init).replace('"cuda"', '"cpu"').replace("import bitsandbytes as bnb", "bnb = stand_in()")
    exec(source, scope)
    layer.loftq_init = scope["loftq_init"]


if __name__ == "__main__":
    import bitsandbytes as bnb

    torch.manual_seed(0)
    for shape in ((24, 64), (7, 9), (130, 65), (3, 256)):
        weight = torch.randn(shape)
        q = bnb.nn.Params4bit(weight.clone(), requires_grad=False, compress_statistics=False, quant_type="nf4").to("cpu")
        print(shape, (bnb.functional.dequantize_4bit(q.data, q.quant_state) - nf4(weight)).abs().max().item(), end=" ")
        theirs, ours = bnb.nn.Int8Params(weight.clone(), requires_grad=False).to("cpu"), Int8Params(weight)
        print((bnb.functional.int8_vectorwise_dequant(theirs.data, theirs.SCB) - stand_in().functional.int8_vectorwise_dequant(ours.data, ours.SCB)).abs().max().item())
