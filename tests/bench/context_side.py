# SPDX-License-Identifier: GPL-3.0-or-later
"""One optimiser step of transformers + peft on the first row of a file, in fp32; prints its loss as JSON. The caller measures the process."""
import argparse
import json

from rows import read_rows
from side import LEARNING_RATE, load_base


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", help="GGUF file or HF folder")
    parser.add_argument("rows", help="JSONL of input_ids and labels")
    parser.add_argument("--checkpointing", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    import peft
    import torch

    torch.set_num_threads(options.threads)
    model = peft.get_peft_model(load_base(options.model), peft.LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM")).train()
    if options.checkpointing:
        model.enable_input_require_grads()
        model.gradient_checkpointing_enable()
        model.config.use_cache = False
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=LEARNING_RATE, fused=True)
    row = read_rows(options.rows)[0]
    batch = {key: torch.tensor([row[key]]) for key in ("input_ids", "labels")}
    loss = model(**batch).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    print(json.dumps({"loss": loss.item(), "tokens": len(row["input_ids"])}))


main()
