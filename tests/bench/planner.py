# SPDX-License-Identifier: GPL-3.0-or-later
"""How far `paretune plan` is from the memory that training takes: one command, one markdown table.

planner.py BINARY MODEL [--only NAME]... [--json FILE] [--threads 2] [--within 0.15]

Every setting is planned, then trained for a few steps in a fresh process; the ratio is planned to measured peak (VmHWM). Rows are random
tokens of 64 to 448 ("long": 900 to 2,000), made once from a fixed seed. Models are MODEL and two made ones with random weights. Fails when a
ratio is farther from 1 than --within.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

from made_models import make_model
from processes import write_samples
from rows import make_rows, write_rows

ALL = "all-linear"
LORA = {"peft_type": "LORA", "r": 16, "target_modules": ALL}
SINGLE = {"per_device_train_batch_size": 1}
CHECKPOINTS = {"gradient_checkpointing": True}
CUT = {"max_length": 2048}
# name: (peft, training, data, quantization[, model[, rows]])
SETTINGS = {
    "LoRA r16": (LORA, {}, {}, None),
    "LoRA r16, batch 1": (LORA, SINGLE, {}, None),
    "LoRA r16, batch 2": (LORA, {"per_device_train_batch_size": 2}, {}, None),
    "LoRA r16, batch 32": (LORA, {"per_device_train_batch_size": 32}, {}, None),
    "LoRA r16, not packed": (LORA, {}, {"packing": False}, None),
    "LoRA r16, rows cut at 128": (LORA, {}, {"max_length": 128}, None),
    "LoRA r16, checkpointing": (LORA, CHECKPOINTS, {}, None),
    "LoRA r16, checkpointing, batch 1": (LORA, {**SINGLE, **CHECKPOINTS}, {}, None),
    "LoRA r16, nf4": (LORA, {}, {}, "nf4"),
    "LoRA r16, int8": (LORA, {}, {}, "int8"),
    "LoRA r16, gguf": (LORA, {}, {}, "gguf"),
    "LoRA r16, nf4, checkpointing": (LORA, CHECKPOINTS, {}, "nf4"),
    "LoRA r16, adamw_8bit": (LORA, {"optim": "adamw_8bit"}, {}, None),
    "LoRA r16, sgd": (LORA, {"optim": "sgd"}, {}, None),
    "LoRA r8, q and v": ({"peft_type": "LORA", "r": 8}, {}, {}, None),
    "LoRA r128": ({**LORA, "r": 128}, {}, {}, None),
    "LoRA r16, dropout": ({**LORA, "lora_dropout": 0.1}, {}, {}, None),
    "LoRA r16 with embedding and head": ({**LORA, "modules_to_save": ["embed_tokens", "lm_head"]}, {}, {}, None),
    "DoRA r16": ({**LORA, "use_dora": True}, {}, {}, None),
    "DoRA r16, checkpointing": ({**LORA, "use_dora": True}, CHECKPOINTS, {}, None),
    "IA3": ({"peft_type": "IA3"}, {}, {}, None),
    "MiSS": ({"peft_type": "MISS", "target_modules": ALL}, {}, {}, None),
    "MiSS, nf4": ({"peft_type": "MISS", "target_modules": ALL}, {}, {}, "nf4"),
    "VeRA": ({"peft_type": "VERA", "target_modules": ["q_proj", "v_proj"]}, {}, {}, None),
    "OFT": ({"peft_type": "OFT", "target_modules": ALL}, {}, {}, None),
    "LoHa": ({"peft_type": "LOHA", "target_modules": ALL}, {}, {}, None),
    "LoKr": ({"peft_type": "LOKR", "target_modules": ALL}, {}, {}, None),
    "AdaLoRA": ({"peft_type": "ADALORA", "target_modules": ALL, "total_step": 100}, {}, {}, None),
    "FourierFT": ({"peft_type": "FOURIERFT", "target_modules": ["q_proj", "v_proj"]}, {}, {}, None),
    "Layer norms": ({"peft_type": "LN_TUNING"}, {}, {}, None),
    "Prompt tuning": ({"peft_type": "PROMPT_TUNING", "num_virtual_tokens": 20}, {}, {}, None),
    "Prefix tuning": ({"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 20}, {}, {}, None),
    "Full, sgd": ({"peft_type": "FULL"}, {"optim": "sgd"}, {}, None),
    "Full, AdamW": ({"peft_type": "FULL"}, {}, {}, None),
    "LoRA r16, long rows": (LORA, {"per_device_train_batch_size": 2}, CUT, None, "given", "long"),
    "LoRA r16, long rows, checkpointing": (LORA, {"per_device_train_batch_size": 2, **CHECKPOINTS}, CUT, None, "given", "long"),
    "LoRA r16, long rows, nf4": (LORA, {"per_device_train_batch_size": 2}, CUT, "nf4", "given", "long"),
    "wide Llama, LoRA r16": (LORA, {}, {}, None, "llama"),
    "wide Llama, LoRA r16, checkpointing, nf4": (LORA, CHECKPOINTS, {}, "nf4", "llama"),
    "wide Llama, LoRA r16, int8, long rows": (LORA, {"per_device_train_batch_size": 2}, CUT, "int8", "llama", "long"),
    "wide Llama, full, adamw_8bit": ({"peft_type": "FULL"}, {"optim": "adamw_8bit"}, {}, None, "llama"),
    "GPT-2, LoRA r16": ({"peft_type": "LORA", "r": 16, "target_modules": ALL}, {}, {}, None, "gpt2"),
    "GPT-2, LoRA r16, checkpointing, batch 1": ({"peft_type": "LORA", "r": 16, "target_modules": ALL}, {**SINGLE, **CHECKPOINTS}, {}, None, "gpt2"),
    "GPT-2, prefix tuning": ({"peft_type": "PREFIX_TUNING", "num_virtual_tokens": 20}, {}, {}, None, "gpt2"),
}


def run(command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{result.stderr[-2000:]}")
    return json.loads(result.stdout)


def measure(options, work, name):
    peft, training, data, quantization, *more = SETTINGS[name]
    model, rows = more + ["given", "usual"][len(more):]
    if model != "given" and not os.path.exists(f"{work}/{model}"):
        make_model(model, f"{work}/{model}")
    file = f"{work}/run.json"
    with open(file, "w") as out:
        json.dump({"model": os.path.abspath(options.model) if model == "given" else f"{work}/{model}", "peft": peft, "quantization": quantization,
                   "data": {"path": f"{work}/{rows}.jsonl", "format": "pretokenized", "shuffle": False, "eval_fraction": 0.0, **data},
                   "training": {"per_device_train_batch_size": 8, "learning_rate": 1e-5, "eval_on_start": False, "max_steps": 4, **training}}, out)
    common = ["--json", "--home", f"{work}/home", "--device", "cpu", "--threads", str(options.threads)]
    planned = run([options.binary, "plan", file, "--memory", "1000", *common])["total_bytes"]  # as set, however little is free here
    measured = run([options.binary, "bench", "train", "--run", file, "--steps", "2", *common])["peak_rss_bytes"]
    return {"setting": name, "planned": planned, "measured": measured, "ratio": planned / measured}


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("binary")
parser.add_argument("model")
parser.add_argument("--only", action="append", help="a setting by name (names have commas, so once for each)")
parser.add_argument("--json", help="file for the figures")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--within", type=float, default=0.15)
options = parser.parse_args()
names = options.only or list(SETTINGS)
unknown = [name for name in names if name not in SETTINGS]
if unknown:
    parser.error(f"unknown setting {unknown[0]!r}; known are {', '.join(SETTINGS)}")
rows = []
with tempfile.TemporaryDirectory() as work:
    write_rows(f"{work}/usual.jsonl", make_rows(128, 1000))
    write_samples(f"{work}/long.jsonl", [900 + 275 * row % 1101 for row in range(16)], 1000)
    print("| setting | planned, GB | measured, GB | ratio |\n| --- | ---: | ---: | ---: |")
    for name in names:
        row = measure(options, work, name)
        rows.append(row)
        print(f"| {name} | {row['planned'] / 1e9:.2f} | {row['measured'] / 1e9:.2f} | {row['ratio']:.2f} |", flush=True)
good = sum(abs(row["ratio"] - 1) <= 0.1 for row in rows)
print(f"\n{good} of {len(rows)} within 10 %")
if options.json:
    with open(options.json, "w") as out:
        json.dump(rows, out, indent=1)
far = [row["setting"] for row in rows if abs(row["ratio"] - 1) > options.within]
if far:
    sys.exit(f"farther off than {100 * options.within:g} %: {', '.join(far)}")
