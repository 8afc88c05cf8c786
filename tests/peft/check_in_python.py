# SPDX-License-Identifier: GPL-3.0-or-later
"""check_in_python.py FOLDER...: each holds adapter/ (written by this program), probe.safetensors (input_ids, logits, maybe task_ids) and model.txt (path of
the base). Loads every adapter with Python peft: no missing key, no unexpected key, the same values, the same logits. Exit code 1 on any fault."""
import json
import os
import pathlib
import sys
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from peft import PeftModel, get_peft_model_state_dict
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "goldens"))
from peft_cases import lora

faults = 0
for folder in map(pathlib.Path, sys.argv[1:]):
    classifies = json.loads((folder / "adapter" / "adapter_config.json").read_text())["task_type"] == "SEQ_CLS"
    mine = load_file(folder / "adapter" / "adapter_model.safetensors")
    kind, more = (AutoModelForSequenceClassification, dict(num_labels=next(len(v) for k, v in mine.items() if k.endswith("score.weight")))) if classifies else (
        AutoModelForCausalLM, {})
    base = kind.from_pretrained((folder / "model.txt").read_text().strip(), dtype=torch.float32, attn_implementation="eager", **more)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        parts = {d.name: str(d) for d in sorted((folder / "adapter").iterdir()) if d.is_dir() and d.name != "initial"}
        lora.before_load(base, folder / "adapter")
        if parts:  # X-LoRA's experts: PEFT looks where the config says, and wants use_cache off
            base.config.use_cache = False
            file = folder / "adapter" / "adapter_config.json"
            file.write_text(json.dumps(json.loads(file.read_text()) | dict(adapters=parts)))
        model = PeftModel.from_pretrained(base, folder / "adapter").eval()
    said = [str(w.message) for w in caught if "missing" in str(w.message).lower() or "unexpected" in str(w.message).lower()]
    theirs = {k: v.clone() for k, v in get_peft_model_state_dict(model).items()}  # COFT moves its values in the forward pass
    if parts:  # PEFT leaves out layers whose number is the name of an expert
        theirs = {k: v for k, v in model.state_dict().items() if "internal_xlora_classifier" in k}
    probe = load_file(folder / "probe.safetensors")
    with torch.no_grad():
        if classifies:  # a row at a time: there is no token for padding
            logits = torch.cat([model(input_ids=row[None]).logits for row in probe["input_ids"]])
        else:
            logits = model(**{k: v for k, v in probe.items() if k != "logits"}).logits
            logits = logits[:, -probe["input_ids"].shape[1]:]  # without those of virtual tokens
    error = ((logits - probe["logits"]).abs().max() / probe["logits"].abs().max()).item()
    problems = said
    problems += [f"only in our file: {k}" for k in mine.keys() - theirs.keys()] + [f"only in Python: {k}" for k in theirs.keys() - mine.keys()]

    def same(key):
        if mine[key].shape != theirs[key].shape or mine[key].dtype != theirs[key].dtype:
            return False
        if key.endswith("_topk_weights"):  # PEFT keeps logarithms of them and makes them again when it saves
            return torch.allclose(mine[key], theirs[key], rtol=0, atol=1e-6)
        return torch.equal(mine[key], theirs[key])

    problems += [f"other values: {k}" for k in mine.keys() & theirs.keys() if not same(k)]
    if not error <= 1e-5:
        problems.append(f"logits differ by {error:.2e}")
    print(f"{folder.name}: {'ok' if not problems else problems} (logits {error:.1e})")
    faults += bool(problems)
sys.exit(1 if faults else 0)
