# SPDX-License-Identifier: GPL-3.0-or-later
"""One short run of every type on the demo model (SmolLM2-135M) by `paretune train`: losses, seconds, size of the adapter.

  real_model.py BIN_FOLDER [--steps 4] [TYPE ...]

Exit code 1 when a run fails or a loss is not finite.
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What a person has to choose, and rates for methods that need other ones than LoRA.
GIVEN = {"TRAINABLE_TOKENS": dict(token_indices=[1, 2, 198]), "CPT": dict(cpt_token_ids=[1, 2, 3, 4, 5, 6, 7, 8], cpt_tokens_type_mask=[1, 2, 3, 4, 5, 6, 7, 8])}
RATES = {"FULL": 1e-5, "OSF": 1e-5}


def run(program, home, config, name):
    file = home / f"{name}.json"
    file.write_text(json.dumps(config))
    start = time.time()
    done = subprocess.run([program, "train", file, "--json", "--home", home], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip()[-300:])
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return events[-1], [e["loss"] for e in events if e["event"] == "metrics" and "loss" in e], time.time() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("chosen", nargs="*")
    parser.add_argument("--steps", type=int, default=4)
    arguments = parser.parse_args()
    program, faults = arguments.bin.resolve() / "paretune", 0
    listed = subprocess.run([program, "methods", "--json"], capture_output=True, text=True, check=True).stdout
    with tempfile.TemporaryDirectory() as temp:
        home, experts = pathlib.Path(temp), {}
        for line in listed.splitlines():
            method = json.loads(line)
            kind = method["peft_type"]
            if arguments.chosen and kind not in arguments.chosen:
                continue
            peft = dict(peft_type=kind, **method["start"], **GIVEN.get(kind, {}))
            data = dict(path=str(ROOT / "resources/demo/train.jsonl"), eval_fraction=0.0, max_length=128)
            training = dict(max_steps=arguments.steps, per_device_train_batch_size=2, learning_rate=RATES.get(kind, 5e-3), lr_scheduler_type="constant",
                            warmup_steps=0, eval_on_start=False)
            try:
                if kind == "XLORA":
                    for number in "01":
                        config = dict(model="demo", peft=dict(peft_type="LORA", r=4), data=data, training=training)
                        experts[number] = run(program, home, config, "expert" + number)[0]["adapter"]
                    peft["adapters"] = experts
                end, losses, seconds = run(program, home, dict(model="demo", peft=peft, data=data, training=training), kind)
                good = all(math.isfinite(loss) for loss in losses) and len(losses) == arguments.steps
                size = sum(f.stat().st_size for f in pathlib.Path(end["adapter"]).rglob("*.safetensors"))
                print(f"{'ok   ' if good else 'FAULT'} {kind:24s} {losses[0]:.4f} -> {losses[-1]:.4f}  {seconds:5.1f} s  {size / 1e6:8.3f} MB", flush=True)
            except RuntimeError as error:
                good = False
                print(f"FAULT {kind}: {error}", flush=True)
            faults += not good
    print(f"{faults} faults")
    sys.exit(1 if faults else 0)


main()
