# SPDX-License-Identifier: GPL-3.0-or-later
"""Goldens of training/loop: optimisers, schedules, and ten steps of HF Trainer with a LoRA on a tiny Llama.

Run with torch 2.11.0, transformers 5.23.0, peft 0.21.2, accelerate 1.15.0, bitsandbytes 0.50.2, safetensors 0.8.0.
"""
import json
import pathlib
import shutil
import sys
import tempfile

import bitsandbytes
import bitsandbytes.backends.cpu.ops
import peft
import torch
import transformers
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).parent / "loop"
PINNED = {"torch": (torch, "2.11.0"), "transformers": (transformers, "5.23.0"), "bitsandbytes": (bitsandbytes, "0.50.2"), "peft": (peft, "0.21.2")}
SHAPES = {"layer.weight": (12, 20), "layer.bias": (20,), "input_layernorm.weight": (16,), "q_norm.weight": (8,), "big.weight": (65, 64)}
DECAYED = ["layer.weight", "big.weight"]
RATES = [1e-2, 2e-2, 5e-3, 1e-3]
BETAS, EPS = (0.9, 0.95), 1e-8


def quantise_nearest(values, code, absmax_out, out, blocksize):
    """bitsandbytes' CPU quantiser rounds through a table of 65536 levels, wrong near 0; its GPU kernels take the nearest code, as here."""
    flat = values.reshape(-1)
    padded = torch.nn.functional.pad(flat, (0, -flat.numel() % blocksize)).view(-1, blocksize)
    absmax = padded.abs().amax(1)
    normed = (padded / absmax.clamp_min(1e-38)[:, None]).reshape(-1)[: flat.numel()]
    out.copy_((normed[:, None] - code[None]).abs().argmin(1).to(torch.uint8).view_as(out))
    absmax_out.copy_(absmax)


bitsandbytes.backends.cpu.ops._quant_blockwise_fp32_direct = quantise_nearest


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


TRAINING = {"max_steps": 10, "per_device_train_batch_size": 3, "gradient_accumulation_steps": 2, "learning_rate": 0.02, "optim": "adamw_torch",
            "lr_scheduler_type": "cosine", "warmup_steps": 2, "weight_decay": 0.1, "max_grad_norm": 0.5, "seed": 0, "adam_beta2": 0.99}


class RecordingTrainer(transformers.Trainer):
    """Keeps what the log would round: the loss of each micro-batch, already over the step's number of tokens."""

    def training_step(self, model, inputs, num_items_in_batch=None):
        loss = super().training_step(model, inputs, num_items_in_batch)
        self.micro_losses.append((self.state.global_step, loss.item()))
        return loss


def trainer_steps():
    torch.manual_seed(1)
    config = transformers.LlamaConfig(vocab_size=96, hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
                                      max_position_embeddings=64, initializer_range=0.3, tie_word_embeddings=True)
    model = transformers.LlamaForCausalLM(config)
    folder = OUT / "trainer"
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder / "model")
    lora = peft.get_peft_model(model, peft.LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", init_lora_weights=False, task_type="CAUSAL_LM"))
    lora.save_pretrained(folder / "adapter")
    rows = []
    for i in range(14):  # not a multiple of the batch: epochs end with smaller micro-batches and a smaller step
        ids = torch.randint(0, 96, (5 + (i * 5) % 13,)).tolist()
        untrained = (i % 4) * 2 if i != 3 else 0  # row 3 is trained from its first token
        rows.append({"input_ids": ids, "labels": [-100] * untrained + ids[untrained:]})

    def padded(batch):
        longest = max(len(r["input_ids"]) for r in batch)
        fill = lambda key, value: torch.tensor([r[key] + [value] * (longest - len(r[key])) for r in batch])
        mask = torch.tensor([[1] * len(r["input_ids"]) + [0] * (longest - len(r["input_ids"])) for r in batch])
        return {"input_ids": fill("input_ids", 0), "labels": fill("labels", -100), "attention_mask": mask}

    with torch.no_grad():
        sums = [(lora(**padded([r])).loss.item(), sum(x != -100 for x in r["labels"][1:])) for r in rows]
    eval_loss = sum(a * b for a, b in sums) / sum(b for _, b in sums)
    with tempfile.TemporaryDirectory() as scratch:
        arguments = transformers.TrainingArguments(output_dir=scratch, use_cpu=True, report_to=[], logging_steps=1, save_strategy="no", disable_tqdm=True,
                                                   remove_unused_columns=False, train_sampling_strategy="sequential", **TRAINING)
        trainer = RecordingTrainer(model=lora, args=arguments, train_dataset=rows, data_collator=padded)
        trainer.micro_losses = []
        trainer.train()
    losses = [sum(loss for at, loss in trainer.micro_losses if at == step) for step in range(10)]
    norms = [entry["grad_norm"] for entry in trainer.state.log_history if "grad_norm" in entry]
    lora.save_pretrained(folder / "trained")
    (folder / "golden.json").write_text(json.dumps({"training": TRAINING, "rows": rows, "eval_loss": eval_loss, "losses": losses, "grad_norms": norms}) + "\n")
    for unneeded in [*folder.glob("*/README.md"), *folder.glob("*/generation_config.json")]:
        unneeded.unlink()


if __name__ == "__main__":
    for package, (module, version) in PINNED.items():
        if module.__version__.split("+")[0] != version:
            sys.exit(f"{package} {version} is needed, not {module.__version__}")
    OUT.mkdir(exist_ok=True)
    optimisers()
    schedules()
    trainer_steps()
