# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/goldens/arrow: trained LoRAs routed per token by PEFT's create_arrow_model, saved as PEFT saves them.

  <case>/task_0 ... gks_0 ... arrow_router   adapter folders as PEFT writes them (the experts as they were before general knowledge is taken out)
  <case>/expected.safetensors                input_ids, logits, disabled_logits
  <case>/case.json                           model
Needs the models of tests/goldens/peft (make_peft_goldens.py)."""
import json
import os
import pathlib
import shutil

os.environ["HF_HUB_OFFLINE"] = "1"

import peft
import torch
from peft import ArrowConfig, LoraConfig, create_arrow_model, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

assert (torch.__version__.split("+")[0], peft.__version__) == ("2.11.0", "0.21.2")
HERE = pathlib.Path(__file__).parent
ROOT = HERE / "arrow"
CASES = {
    "two_of_three": ("llama_nano", 3, 0, dict(r=2, lora_alpha=4, target_modules=["q_proj", "down_proj"]), dict(top_k=2, rng_seed=5)),
    "general": ("llama_bias", 2, 2, dict(r=3, use_rslora=True, target_modules=["v_proj", "up_proj"]),
                dict(top_k=1, router_temperature=0.3, rng_seed=0, use_gks=True)),
    "conv1d": ("gpt2", 3, 0, dict(r=2, target_modules=["c_attn", "c_fc"]), dict(top_k=3, router_temperature=2.0, rng_seed=1)),
}


def base_of(name):
    model = AutoModelForCausalLM.from_pretrained(HERE / "peft" / "models" / name, dtype=torch.float32, attn_implementation="eager")
    model.name_or_path = "tiny/" + name
    return model


def make_expert(model_name, lora, folder, seed):
    torch.manual_seed(seed)
    model = get_peft_model(base_of(model_name), LoraConfig(task_type="CAUSAL_LM", **lora))
    with torch.no_grad():
        for p in model.parameters():
            if p.requires_grad:
                p.add_(0.2 * torch.randn_like(p))
    model.save_pretrained(folder)


def main():
    torch.set_num_threads(1)
    shutil.rmtree(ROOT, ignore_errors=True)
    for case, (model_name, tasks, general, lora, arrow) in CASES.items():
        folder = ROOT / case
        names = [f"task_{i}" for i in range(tasks)] + [f"gks_{i}" for i in range(general)]
        for i, name in enumerate(names):
            make_expert(model_name, lora, folder / name, 10 * len(case) + i)
        model = create_arrow_model(base_of(model_name), [str(folder / n) for n in names[:tasks]], ArrowConfig(**arrow),
                                   [str(folder / n) for n in names[tasks:]] or None).eval()
        model.save_pretrained(folder, selected_adapters=["arrow_router"])
        ids = torch.randint(0, model.config.vocab_size, (2, 7), generator=torch.Generator().manual_seed(3))
        with torch.no_grad():
            out = {"input_ids": ids, "logits": model(ids).logits.contiguous()}
            with model.disable_adapter():
                out["disabled_logits"] = model(ids).logits.contiguous()
        save_file(out, folder / "expected.safetensors")
        for card in folder.rglob("README.md"):
            card.unlink()
        (folder / "case.json").write_text(json.dumps(dict(model=model_name)) + "\n")
        print(case, (out["logits"] - out["disabled_logits"]).abs().max().item())


main()
