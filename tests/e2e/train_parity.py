# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a tiny random Llama ten steps in Python and with the program, from the same adapter on the same rows.

train_parity.py PROGRAM CASE WORK
"""
import json
import math
import subprocess
import sys

import peft
import torch
from safetensors.torch import load_file, save_file
from transformers import LlamaConfig, LlamaForCausalLM, get_scheduler

program, case, work = sys.argv[1:]
torch.manual_seed(7)
torch.set_num_threads(1)
model = LlamaForCausalLM(LlamaConfig(hidden_size=48, intermediate_size=80, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, vocab_size=120,
                                     max_position_embeddings=128, attention_bias=False)).eval()
model.save_pretrained(f"{work}/model")
configs = {
    "LORA": lambda: peft.LoraConfig(r=5, lora_alpha=7, target_modules="all-linear", task_type="CAUSAL_LM", init_lora_weights=False),
    "IA3": lambda: peft.IA3Config(target_modules=["k_proj", "v_proj", "down_proj"], feedforward_modules=["down_proj"], task_type="CAUSAL_LM"),
    "LN_TUNING": lambda: peft.LNTuningConfig(task_type="CAUSAL_LM", target_modules=["input_layernorm", "post_attention_layernorm"]),
    "PREFIX_TUNING": lambda: peft.PrefixTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=6),
    "OFT": lambda: peft.OFTConfig(task_type="CAUSAL_LM", target_modules=["q_proj", "v_proj", "down_proj"], oft_block_size=8, r=0, init_weights=False),
}
name = case.split("_ACC")[0]
accumulate = 2 if "ACCUMULATE" in case else 1
run = {"model": f"{work}/model"}
if name == "FULL":
    trained = model
    run["peft"] = {"peft_type": "FULL"}
else:
    trained = peft.get_peft_model(model, configs[name]())
    for parameter in trained.parameters():  # no value may stay at a point where an error would hide
        if parameter.requires_grad:
            parameter.data += 0.05 * torch.randn_like(parameter)
    trained.save_pretrained(f"{work}/start")
    config = json.load(open(f"{work}/start/adapter_config.json"))
    run["peft"] = {key: value for key, value in config.items() if value is not None and key not in ("base_model_name_or_path", "peft_version", "inference_mode")}
    run["init_adapter"] = f"{work}/start"

steps, batch, lr = 10, 4, 3e-3
rows = []
for index in range(steps * batch * accumulate):
    length = 5 + (index * 7) % 23
    ids = torch.randint(0, 120, (length,)).tolist()
    labels = [-100] * (index % 4) + ids[index % 4:]
    rows.append({"input_ids": ids, "labels": labels})
with open(f"{work}/rows.jsonl", "w") as out:
    out.writelines(json.dumps(row) + "\n" for row in rows)

optimizer = torch.optim.AdamW([p for p in trained.parameters() if p.requires_grad], lr=lr, weight_decay=0.0)
scheduler = get_scheduler("linear", optimizer, num_warmup_steps=2, num_training_steps=steps)
wanted = []
for step in range(steps):
    micro = [rows[(step * accumulate + a) * batch:(step * accumulate + a + 1) * batch] for a in range(accumulate)]
    count = sum(sum(label != -100 for label in row["labels"][1:]) for rows_of in micro for row in rows_of)
    total = 0.0
    for rows_of in micro:
        longest = max(len(row["input_ids"]) for row in rows_of)
        pad = lambda values, fill: torch.tensor([v + [fill] * (longest - len(v)) for v in values])  # noqa: E731
        ids = pad([row["input_ids"] for row in rows_of], 0)
        mask = pad([[1] * len(row["input_ids"]) for row in rows_of], 0)
        labels = pad([row["labels"] for row in rows_of], -100)
        logits = trained(input_ids=ids, attention_mask=mask).logits
        loss = torch.nn.functional.cross_entropy(logits[:, :-1].reshape(-1, 120), labels[:, 1:].reshape(-1), reduction="sum", ignore_index=-100) / count
        loss.backward()
        total += loss.item()
    torch.nn.utils.clip_grad_norm_([p for p in trained.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    scheduler.step()
    optimizer.zero_grad()
    wanted.append(total)

run["data"] = {"path": f"{work}/rows.jsonl", "shuffle": False, "eval_fraction": 0.0, "max_length": 128}
run["training"] = {"max_steps": steps, "per_device_train_batch_size": batch, "gradient_accumulation_steps": accumulate, "learning_rate": lr, "warmup_steps": 2,
                   "lr_scheduler_type": "linear", "max_grad_norm": 1.0, "weight_decay": 0.0, "optim": "adamw_torch"}
json.dump(run, open(f"{work}/run.json", "w"))
result = subprocess.run([program, "train", f"{work}/run.json", "--json", "--home", f"{work}/home", "--device", "cpu"], capture_output=True, text=True)
assert result.returncode == 0, result.stderr
events = [json.loads(line) for line in result.stdout.splitlines()]
got = [event["loss"] for event in events if event["event"] == "metrics" and "loss" in event]
worst = max(abs(a - b) / abs(b) for a, b in zip(got, wanted))
print(f"{case}: losses {wanted[0]:.6f} .. {wanted[-1]:.6f}, worst relative difference {worst:.2e}")
assert len(got) == steps and all(math.isfinite(x) for x in got)
assert worst <= 1e-4, list(zip(got, wanted))
assert max(wanted) - min(wanted) > 1e-3, "the losses must move"

if name != "FULL":  # Python loads what was trained, with the program's logits
    ids = torch.randint(0, 120, (2, 17))
    save_file({"input_ids": ids}, f"{work}/in.safetensors")
    adapter = events[-1]["adapter"]
    subprocess.run([program, "forward", "--model", f"{work}/model", "--adapter", adapter, "--input", f"{work}/in.safetensors", "--output", f"{work}/out.safetensors",
                    "--home", f"{work}/home", "--device", "cpu", "--quiet"], check=True)
    base = LlamaForCausalLM.from_pretrained(f"{work}/model").eval()
    with torch.no_grad():
        theirs = peft.PeftModel.from_pretrained(base, adapter).eval()(ids).logits
    difference = (theirs - load_file(f"{work}/out.safetensors")["logits"]).abs().max() / theirs.abs().max()
    print(f"{case}: trained adapter in Python, relative logit difference {difference:.2e}")
    assert difference <= 1e-4
