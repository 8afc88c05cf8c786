# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/goldens/classifier: what Python PEFT computes for adapters of task_type SEQ_CLS on the tiny models of tests/goldens/peft.

torch 2.11.0, transformers 5.23.0, peft 0.21.2. <case>/: the folder PEFT writes, case.json (model, config), expected.safetensors (ids.<i> of
each sample, labels, logits, loss, grad.<PEFT name>).
"""
import json
import os
import pathlib
import shutil

os.environ["HF_HUB_OFFLINE"] = "1"

import peft
import torch
from peft import get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForSequenceClassification

HERE = pathlib.Path(__file__).parent
CLASSES = 3
CASES = {
    "lora": ("llama_nano", dict(peft_type="LORA", r=2)),
    "lora_gemma2": ("gemma2", dict(peft_type="LORA", r=2, target_modules="all-linear")),
    "lora_gpt2": ("gpt2", dict(peft_type="LORA", r=2)),
    "ia3_qwen3": ("qwen3", dict(peft_type="IA3")),
    "prompt_tuning": ("llama_nano", dict(peft_type="PROMPT_TUNING", num_virtual_tokens=3)),
    "prefix_tuning": ("llama_nano", dict(peft_type="PREFIX_TUNING", num_virtual_tokens=2)),
}


def file_name(key):
    if key == "prompt_encoder.default.embedding.weight":
        return "prompt_embeddings"
    return key.replace(".modules_to_save.default.", ".").replace(".default", "")


def run_case(name, model_name, given):
    folder = HERE / "classifier" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    torch.manual_seed(sum(map(ord, name)))
    base = AutoModelForSequenceClassification.from_pretrained(HERE / "peft" / "models" / model_name, num_labels=CLASSES, dtype=torch.float32,
                                                              attn_implementation="eager")
    base.name_or_path = "tiny/" + model_name
    config = peft.PEFT_TYPE_TO_CONFIG_MAPPING[given["peft_type"]](task_type="SEQ_CLS", **{k: v for k, v in given.items() if k != "peft_type"})
    model = get_peft_model(base, config)
    with torch.no_grad():
        for key, p in model.named_parameters():
            if p.requires_grad:
                p.add_(0.05 * torch.randn_like(p))
    model.eval()
    samples = [torch.randint(3, base.config.vocab_size, (1, length)) for length in (7, 4, 9)]
    labels = torch.tensor([2, 0, 1])
    logits = torch.cat([model(input_ids=ids).logits for ids in samples])
    loss = torch.nn.functional.cross_entropy(logits, labels)
    loss.backward()
    out = {f"ids.{i}": ids[0] for i, ids in enumerate(samples)} | dict(labels=labels, logits=logits.detach(), loss=loss.detach().reshape(1))
    for key, p in model.named_parameters():
        if p.requires_grad:
            out["grad." + file_name(key)] = p.grad.contiguous()
    model.save_pretrained(folder)
    (folder / "README.md").unlink()
    save_file(out, folder / "expected.safetensors", metadata={"format": "pt"})
    (folder / "case.json").write_text(json.dumps(dict(model=model_name, config=dict(given, task_type="SEQ_CLS", num_labels=CLASSES)), indent=1, sort_keys=True) + "\n")
    print(name, loss.item(), sorted(k for k in out if k.startswith("grad.")))


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name, (model_name, given) in CASES.items():
        run_case(name, model_name, given)
