# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/goldens/loop/lora_optimisers.safetensors: four steps of PEFT's LoRA optimisers with given gradients.
Pinned: torch 2.11.0, peft 0.21.2.

start.<name>, grad.<step>.<name>, <optimiser>.<name>; r 3, lora_alpha 5, weight decay 0.1, the rates of optim_test.cpp.
"""
import pathlib

import peft
import torch
from peft.optimizers import create_lorafa_optimizer, create_loraplus_optimizer, create_riemannian_optimizer
from safetensors.torch import save_file
from torch import nn

assert (torch.__version__.split("+")[0], peft.__version__) == ("2.11.0", "0.21.2")
OUT = pathlib.Path(__file__).parent / "loop" / "lora_optimisers.safetensors"
RATES, PEAK = [1e-2, 2e-2, 5e-3, 1e-3], 1e-2
BETAS, EPS, RATIO, EMBEDDING_RATE, REG = (0.9, 0.95), 1e-8, 16.0, 1e-3, 1e-2


class Model(nn.Module):
    def __init__(self, embedding):
        super().__init__()
        if embedding:
            self.embed = nn.Embedding(11, 6)
        self.first = nn.Linear(6, 9)
        self.second = nn.Linear(9, 4)
        self.extra = nn.Linear(4, 2)


def fresh(embedding=True):
    torch.manual_seed(0)
    targets = ["first", "second"] + (["embed"] if embedding else [])
    model = peft.get_peft_model(Model(embedding), peft.LoraConfig(r=3, lora_alpha=5, target_modules=targets, modules_to_save=["extra"], lora_bias=False))
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.requires_grad:
                p.copy_(start[short(name)])
    return model


def short(name):
    return name.replace(".modules_to_save.default.", ".").replace(".default", "")


SHAPES = {"embed.lora_embedding_A": (3, 11), "embed.lora_embedding_B": (6, 3), "first.lora_A.weight": (3, 6), "first.lora_B.weight": (9, 3),
          "second.lora_A.weight": (3, 9), "second.lora_B.weight": (4, 3), "extra.weight": (2, 4), "extra.bias": (2,)}
torch.manual_seed(1)
start = {"base_model.model." + n: torch.randn(s) for n, s in SHAPES.items()}
grads = [{n: torch.randn(v.shape) for n, v in start.items()} for _ in RATES]
out = {f"start.{n}": v for n, v in start.items()}
for i, step in enumerate(grads):
    out |= {f"grad.{i}.{n}": v for n, v in step.items()}

MAKERS = {
    "lora_plus": lambda m: create_loraplus_optimizer(m, torch.optim.AdamW, lr=PEAK, loraplus_lr_ratio=RATIO, loraplus_lr_embedding=EMBEDDING_RATE,
                                                     loraplus_weight_decay=0.1, betas=BETAS, eps=EPS),
    "lora_riemannian": lambda m: create_riemannian_optimizer(m, torch.optim.AdamW, lr=PEAK, reg=REG, betas=BETAS, eps=EPS, weight_decay=0.1),
    "lora_fa": lambda m: create_lorafa_optimizer(m, r=3, lora_alpha=5, lr=PEAK, weight_decay=0.1),
}
for name, make in MAKERS.items():
    # PEFT's LoRA-FA pairs whatever is called lora in the order it comes; its Riemannian decays everything, this program no biases: each
    # is compared where both mean the same.
    model = fresh()
    optimizer = make(model)
    if name == "lora_fa":
        for group in optimizer.param_groups:
            group["betas"] = BETAS
    peaks = [group["lr"] for group in optimizer.param_groups]
    for i, rate in enumerate(RATES):
        for key, p in model.named_parameters():
            if p.requires_grad:
                p.grad = grads[i][short(key)].clone()
        for group, peak in zip(optimizer.param_groups, peaks):
            group["lr"] = peak * rate / PEAK
        optimizer.step()
        optimizer.zero_grad()
    for key, p in model.named_parameters():
        if short(key) in start:
            out[f"{name}.{short(key)}"] = p.detach().clone()
save_file({k: v.contiguous() for k, v in out.items()}, OUT)
print(OUT.stat().st_size, "bytes")
