# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of one method in Python's peft, in fp32: the work of `paretune bench methods`; prints one JSON line."""
import argparse
import json
import statistics
import time

from side import load_base


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", help="GGUF file or HF folder")
    parser.add_argument("config", help="JSON of peft_type and the method's keys")
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    import peft
    import torch
    from peft.mapping import PEFT_TYPE_TO_CONFIG_MAPPING

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    with open(options.config) as file:
        values = json.load(file)
    config = PEFT_TYPE_TO_CONFIG_MAPPING[peft.PeftType(values.pop("peft_type"))](task_type="CAUSAL_LM", **values)
    model = peft.get_peft_model(load_base(options.model), config).train()
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-5)
    ids = torch.randint(0, model.config.vocab_size, (2, options.tokens // 2))
    steps = []
    for step in range(options.steps + 1):  # the first warms up
        begin = time.perf_counter()
        model(input_ids=ids, labels=ids).loss.backward()
        optimizer.step()
        if hasattr(model.base_model, "update_and_allocate"):
            model.base_model.update_and_allocate(step + 1)
        optimizer.zero_grad()
        if step > 0:
            steps.append(1000 * (time.perf_counter() - begin))
    print(json.dumps({"step_ms": statistics.median(steps), "steps": steps, "trainable_parameters": sum(parameter.numel() for parameter in trained)}))


main()
