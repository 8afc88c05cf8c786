# SPDX-License-Identifier: GPL-3.0-or-later
"""One run in one process and in several on this machine: the same effective batch, the same losses, the time of a step.

parallel.py BINARY MODEL [--processes 2] [--rounds 3] [--steps 6] [--batch 8] [--length 128] [--json FILE]

Measured in turn, in fresh processes: one process with 1 thread, one process with as many threads as there are processes, and the
processes with 1 thread each. The figure of a round is the median step, the first two of which are not counted; without equal losses there are no figures.
"""
import argparse
import json
import os
import statistics
import sys
import tempfile

import gate
from processes import Paretune, measured, run_file, write_json, write_samples

LORA = {"peft_type": "LORA", "r": 16, "lora_alpha": 32, "target_modules": "all-linear"}
WARM_UP = 2


def train(options, work, processes, threads):
    rows = write_samples(f"{work}/rows.jsonl", [options.length] * options.batch)
    run = run_file(f"{work}/run.json", options.model, rows, LORA,
                   {"max_steps": options.steps + WARM_UP, "per_device_train_batch_size": options.batch // processes, "preflight": False, "save_steps": 0},
                   {"max_length": options.length})
    program = Paretune(options.binary, f"{work}/home", threads)
    more = ["--processes", processes] if processes > 1 else []
    out, figures = measured(program.command("train", run, *more), threads)
    events = [json.loads(line) for line in out.splitlines()]
    steps = [event for event in events if event.get("event") == "metrics" and "loss" in event]
    timed = steps[WARM_UP:]
    trained = next(event for event in events if event.get("event") == "started")["trainable_parameters"]
    return {"losses": [step["loss"] for step in steps], "step_ms": statistics.median(step["step_ms"] for step in timed),
            "sync_ms": statistics.median(step.get("sync_ms", 0) for step in timed), "peak_bytes": figures["peak_bytes"],
            "megabytes_sent": 2 * (processes - 1) / processes * 4 * trained / 1e6}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model", help="GGUF file, HF folder or demo")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=6, help="measured steps of a run")
    parser.add_argument("--batch", type=int, default=8, help="rows of a step, over all processes")
    parser.add_argument("--length", type=int, default=128, help="tokens of a row")
    parser.add_argument("--json", help="file for the figures")
    options = parser.parse_args()
    if options.processes < 2 or options.batch % options.processes or options.rounds < 1 or options.steps < 1:
        parser.error("--processes from 2, which divide --batch; --rounds and --steps from 1")
    n = options.processes
    kinds = {"one": (1, 1), "one_threads": (1, n), "several": (n, 1)}
    result = {"processes": n, "cores": os.cpu_count(), "batch": options.batch, "length": options.length, **{name: [] for name in kinds}}
    for number in range(options.rounds):
        for name, (processes, threads) in kinds.items():
            with tempfile.TemporaryDirectory() as work:
                result[name].append(train(options, work, processes, threads))
            print(f"round {number + 1}, {name}: {result[name][-1]['step_ms']:.0f} ms a step", file=sys.stderr, flush=True)
            compared = gate.compare(result[name][-1]["losses"], result["one"][0]["losses"])
            if not compared["passed"]:
                sys.exit(f"the losses of {name} are not those of one process: {compared}")
    step = {name: statistics.median(run["step_ms"] for run in result[name]) for name in kinds}
    several = result["several"]
    print(f"| | step, ms (rounds) | against 1 process, 1 thread |\n| --- | --- | --- |")
    for name, title in (("one", "1 process, 1 thread"), ("one_threads", f"1 process, {n} threads"), ("several", f"{n} processes, 1 thread each")):
        rounds = ", ".join(f"{run['step_ms']:.0f}" for run in result[name])
        print(f"| {title} | {step[name]:.0f} ({rounds}) | {step['one'] / step[name]:.2f} x |")
    print(f"\n{several[0]['megabytes_sent']:.1f} MB sent by each process a step; {statistics.median(run['sync_ms'] for run in several):.0f} ms a step in sums, waiting for the slower one included.")
    worst = max(gate.compare(run["losses"], result["one"][0]["losses"])["worst"] for run in several)
    print(f"Largest relative difference of a loss from one process's: {worst:.1e}.")
    if options.json:
        write_json(options.json, {**result, "step_ms": step, "worst_loss": worst})


if __name__ == "__main__":
    main()
