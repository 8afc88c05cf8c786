# SPDX-License-Identifier: GPL-3.0-or-later
"""Goldens of training/loop: optimisers and schedules.

Run with torch 2.11.0, transformers 5.23.0, bitsandbytes 0.50.2, safetensors 0.8.0.
"""
import pathlib
import sys

import bitsandbytes
import torch
import transformers
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).parent / "loop"
PINNED = {"torch": (torch, "2.11.0"), "transformers": (transformers, "5.23.0"), "bitsandbytes": (bitsandbytes, "0.50.2")}
SHAPES = {"layer.weight": (12, 20), "layer.bias": (20,), "input_layernorm.weight": (16,), "q_norm.weight": (8,), "big.weight": (65, 64)}
DECAYED = ["layer.weight", "big.weight"]
RATES = [1e-2, 2e-2, 5e-3, 1e-3]
BETAS, EPS = (0.9, 0.95), 1e-8


def groups(parameters, decay):
    return [
        {"params": [parameters[n] for n in SHAPES if n in DECAYED], "weight_decay": decay},
        {"params": [parameters[n] for n in SHAPES if n not in DECAYED], "weight_decay": 0.0},
    ]


OPTIMISERS = {
    "adamw": lambda p: torch.optim.AdamW(groups(p, 0.1), lr=1.0, betas=BETAS, eps=EPS, fused=True),
    "sgd": lambda p: torch.optim.SGD(groups(p, 0.1), lr=1.0, momentum=0.9),
    "adafactor": lambda p: transformers.Adafactor(groups(p, 0.1), lr=1.0, scale_parameter=False, relative_step=False),
    "adamw_8bit": lambda p: bitsandbytes.optim.AdamW8bit(groups(p, 0.1), lr=1.0, betas=BETAS, eps=EPS),
}


def optimisers():
    torch.manual_seed(0)
    start = {n: torch.randn(s) for n, s in SHAPES.items()}
    grads = [{n: torch.randn(s) * torch.exp(2 * torch.randn(s)) for n, s in SHAPES.items()} for _ in RATES]
    out = {f"start.{n}": t for n, t in start.items()}
    for i, step in enumerate(grads):
        out |= {f"grad.{i}.{n}": t for n, t in step.items()}
    for name, make in OPTIMISERS.items():
        parameters = {n: torch.nn.Parameter(t.clone()) for n, t in start.items()}
        optimiser = make(parameters)
        for rate, step in zip(RATES, grads):
            for group in optimiser.param_groups:
                group["lr"] = rate
            for n, p in parameters.items():
                p.grad = step[n].clone()
            optimiser.step()
        out |= {f"{name}.{n}": p.detach().clone() for n, p in parameters.items()}
    save_file(out, OUT / "optimisers.safetensors")


def schedules():
    out = {}
    for name in ["linear", "cosine", "constant", "constant_with_warmup"]:
        for warmup, total in [(0, 10), (3, 20), (7, 7), (5, 100)]:
            optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
            scheduler = transformers.get_scheduler(name, optimiser, num_warmup_steps=warmup, num_training_steps=total)
            factors = []
            for _ in range(total):
                factors.append(scheduler.get_last_lr()[0])
                optimiser.step()
                scheduler.step()
            out[f"{name}.{warmup}.{total}"] = torch.tensor(factors, dtype=torch.float64)
    save_file(out, OUT / "schedules.safetensors")


if __name__ == "__main__":
    for package, (module, version) in PINNED.items():
        if module.__version__.split("+")[0] != version:
            sys.exit(f"{package} {version} is needed, not {module.__version__}")
    OUT.mkdir(exist_ok=True)
    optimisers()
    schedules()
