# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what every side starts from: rows, the starting adapter (by Python's peft) and Paretune's run file. Prints facts as one JSON line.

prepare.py MODEL WORK --steps N --gate-steps M [--layers 3,4] [--folder]
"""
import argparse
import json
import os
import re

import peft
import torch
from rows import GATED, SAMPLES, TIMED, WARM_UP, make_rows, measured_rows, targets, write_rows
from side import LEARNING_RATE, load_base, source
from transformers import AutoTokenizer

RANK = 16


def save_adapter(model, folder, layers):
    """LoRA on all linear layers; B is not zero, so that every tensor has a gradient from the first step."""
    torch.manual_seed(7)
    chosen = "all-linear"
    if layers is not None:
        linear = [name for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)]
        chosen = [name for name in linear if any(f".layers.{layer}." in name for layer in layers)]
    trained = peft.get_peft_model(model, peft.LoraConfig(r=RANK, lora_alpha=32, target_modules=chosen, task_type="CAUSAL_LM"))
    for name, parameter in trained.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.01)
    trained.save_pretrained(folder, save_embedding_layers=False)


def save_folder(model, gguf, folder):
    """The GGUF file's weights as an fp32 HF folder: transformers' Trainer refuses to train a model that was loaded from GGUF."""
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.hf_quantizer = None
    model.save_pretrained(folder)
    where, named = source(gguf)
    AutoTokenizer.from_pretrained(*where, **named).save_pretrained(folder)


def run_file(options, name):
    """Paretune's side of the same work."""
    with open(f"{options.work}/adapter/adapter_config.json") as file:
        config = json.load(file)
    left_out = ("base_model_name_or_path", "peft_version", "inference_mode")
    return {
        "model": os.path.abspath(options.model), "init_adapter": f"{options.work}/adapter",
        "data": {"path": f"{options.work}/{name}.jsonl", "format": "pretokenized", "shuffle": False, "eval_fraction": 0.0},
        "peft": {key: value for key, value in config.items() if value is not None and key not in left_out},
        "training": {"per_device_train_batch_size": SAMPLES, "gradient_accumulation_steps": 1, "learning_rate": LEARNING_RATE, "lr_scheduler_type": "constant",
                     "optim": "adamw_torch", "weight_decay": 0.0, "adam_beta1": 0.9, "adam_beta2": 0.999, "adam_epsilon": 1e-8, "max_grad_norm": 1.0}}


def needed_flops(model, config, rows, layers):
    """Floating-point operations that exact training of these rows needs: nothing recomputed, nothing spent on padding or below the first adapted layer."""
    blocks = config.num_hidden_layers
    adapted = layers or list(range(blocks))
    with_gradient = blocks - min(adapted)
    linear = [module for name, module in model.named_modules() if isinstance(module, torch.nn.Linear) and ".layers.0." in f".{name}."]
    weights = sum(module.in_features * module.out_features for module in linear)
    edges = sum(module.in_features + module.out_features for module in linear)
    width = config.num_attention_heads * (getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads)
    total = 0
    for row in rows:
        length = len(row["input_ids"])
        total += length * 2 * weights * (blocks + with_gradient)  # y = Wx, dx = W'dy
        total += length * 6 * RANK * edges * len(adapted)  # B(Ax), its dx, dA and dB
        total += 2 * width * length * length * (blocks + 2 * with_gradient)  # causal attention: 2 products forward, 4 backward
        total += targets(row) * 4 * config.vocab_size * config.hidden_size  # logits and their gradient
    return total


def blas():
    """"MKL 2024.2", or the line of torch's configuration that names another one."""
    for line in torch.__config__.show().splitlines():
        mkl = re.search(r"Math Kernel Library Version ([\d.]+)", line)
        if mkl or "OpenBLAS" in line:
            return f"MKL {mkl[1]}" if mkl else line.strip(" -")
    return "unknown BLAS"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("work")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--gate-steps", type=int, required=True)
    parser.add_argument("--layers", type=lambda text: [int(layer) for layer in text.split(",")])
    parser.add_argument("--folder", action="store_true", help="also write a GGUF model as HF folder WORK/model")
    options = parser.parse_args()

    model = load_base(options.model)
    rows = make_rows(SAMPLES * (options.steps + WARM_UP), model.config.vocab_size, TIMED)
    write_rows(f"{options.work}/gate.jsonl", make_rows(SAMPLES * options.gate_steps, model.config.vocab_size, GATED))
    write_rows(f"{options.work}/time.jsonl", rows)
    measured = measured_rows(rows, options.steps)
    flops = needed_flops(model, model.config, measured, options.layers)
    if options.folder:
        save_folder(model, options.model, f"{options.work}/model")
    save_adapter(model, f"{options.work}/adapter", options.layers)
    for name in ("gate", "time"):
        with open(f"{options.work}/{name}.json", "w") as file:
            json.dump(run_file(options, name), file)
    print(json.dumps({
        "torch": torch.__version__, "blas": blas(), "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        "torch_config": torch.__config__.show(), "needed_flops": flops,
        "tokens": sum(len(row["input_ids"]) for row in measured), "trained_tokens": sum(map(targets, measured)),
        "step_tokens": [sum(len(row["input_ids"]) for row in measured[at:at + SAMPLES]) for at in range(0, len(measured), SAMPLES)]}))


main()
