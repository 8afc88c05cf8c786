# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's side of `paretune bench train`: transformers 5.23.0 + peft 0.21.2, fp32, the same rows and method.

S1 (--batch 1): one sample at a time, eight accumulated, no padding: Python's quickest setting on a CPU.
S4 (--batch 8): eight samples padded to the longest, as plain Trainer does.

Prints one JSON line like the program's. Usage: s1.py DEMO.gguf [--steps 12] [--batch 1] [--threads 2]
"""
import time

START = time.time()
import argparse  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import resource  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("gguf")
parser.add_argument("--steps", type=int, default=12)
parser.add_argument("--batch", type=int, default=1)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

import torch  # noqa: E402
from peft import LoraConfig, get_peft_model  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402

WARM_UP = 2


def rows(count, vocabulary):
    """The generator of training/engine/bench.cpp."""
    state = 20260715

    def following():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return state >> 33

    out = []
    for _ in range(count):
        length = 64 + following() % 385
        out.append([following() % vocabulary for _ in range(length)])
    return out


torch.set_num_threads(options.threads)
model = AutoModelForCausalLM.from_pretrained(os.path.dirname(options.gguf), gguf_file=os.path.basename(options.gguf), dtype=torch.float32)
model = get_peft_model(model, LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"))
model.train()
data = rows(8 * (options.steps + WARM_UP), model.config.vocab_size)
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=2e-4, weight_decay=0.0)
times, losses, first = [], [], 0.0
for step in range(options.steps + WARM_UP):
    begin = time.time()
    samples = data[8 * step:8 * step + 8]
    count = sum(len(sample) - 1 for sample in samples)
    total = 0.0
    for at in range(0, 8, options.batch):
        part = samples[at:at + options.batch]
        longest = max(map(len, part))
        ids = torch.tensor([s + [0] * (longest - len(s)) for s in part])
        mask = torch.tensor([[1] * len(s) + [0] * (longest - len(s)) for s in part]) if options.batch > 1 else None
        labels = torch.tensor([s + [-100] * (longest - len(s)) for s in part])
        loss = model(input_ids=ids, attention_mask=mask, labels=labels, num_items_in_batch=count).loss
        loss.backward()
        total += loss.item()
    torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    optimizer.zero_grad()
    losses.append(total)
    if step == 0:
        first = time.time() - START
    if step >= WARM_UP:
        times.append(time.time() - begin)
tokens = sum(len(sample) for sample in data[8 * WARM_UP:])
print(json.dumps({"steps": options.steps, "threads": options.threads, "tokens": tokens, "ms_per_token": 1000 * sum(times) / tokens,
                  "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "start_to_first_step_seconds": first, "losses": losses}))
