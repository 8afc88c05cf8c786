# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest row that can be trained within so much memory, for Paretune and for Python, by bisection with measured peaks.

context.py BINARY MODEL.gguf [--memory 4] [--longest 16384] [--sides plain,checkpointing] [--json FILE] [--threads 2]

LoRA r16 on all linear layers, one row a step, one step a process; a length counts when VmHWM of the process stays within --memory GB. Paretune trains
with gradient checkpointing. Python is transformers + peft in fp32, plain and with gradient checkpointing. Paretune's model is a copy of the file whose
context length is set to --longest, so that the model's own limit is none of this; Python does not enforce one.
"""
import argparse
import os
import shutil
import sys
import tempfile

from processes import Paretune, last_json, measured, run_file, write_json, write_samples

HERE = os.path.dirname(os.path.abspath(__file__))
LORA = {"peft_type": "LORA", "r": 16, "lora_alpha": 32, "target_modules": "all-linear"}
GRAIN = 64  # tokens


def with_context(model, path, length):
    """A copy of a GGUF file with another context length in its metadata."""
    import gguf

    shutil.copyfile(model, path)
    reader = gguf.GGUFReader(path, "r+")
    architecture = str(reader.fields["general.architecture"].contents())
    field = reader.fields[f"{architecture}.context_length"]
    before = int(field.parts[field.data[0]][0])
    field.parts[field.data[0]][0] = max(length, before)
    reader.data.flush()
    return path


def longest(peak_of, limit, first, most):
    """The longest length whose peak is within the limit, with that peak, found to GRAIN or 3 %; a measured peak above tells where to look next."""
    known = {}

    def fits(length):
        if length not in known:
            known[length] = peak_of(length)
            print(f"  {length} tokens: {'failed' if known[length] is None else f'{known[length] / 1e9:.2f} GB'}", file=sys.stderr, flush=True)
        return known[length] is not None and known[length] <= limit

    low, high = 0, most + GRAIN
    guess = min(first, most)
    while high - low > max(GRAIN, 0.03 * low):
        guess = min(max(guess // GRAIN * GRAIN, low + GRAIN), high - GRAIN)
        if fits(guess):
            low = guess
        else:
            high = guess
        # Memory is nearly a straight line in the length: aim at the limit, within what is still open.
        measured_lengths = sorted(length for length, peak in known.items() if peak)
        guess = (low + high) // 2
        if len(measured_lengths) >= 2:
            a, b = measured_lengths[-2:] if low == 0 or low == measured_lengths[-1] else (low, min([x for x in measured_lengths if x > low] or [measured_lengths[-1]]))
            a, b = (a, b) if a != b else measured_lengths[-2:]
            slope = (known[b] - known[a]) / (b - a)
            aim = int(a + (limit - known[a]) / slope) if slope > 0 else guess
            guess = aim if low < aim < high else guess
    return low, known.get(low)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model", help="GGUF file")
    parser.add_argument("--memory", type=float, default=4, help="GB")
    parser.add_argument("--longest", type=int, default=16384, help="no longer rows are tried")
    parser.add_argument("--sides", default="plain,checkpointing", help="of Python, between commas; paretune always runs")
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    limit, result = options.memory * 1e9, {}
    with tempfile.TemporaryDirectory() as work:
        ours = with_context(options.model, f"{work}/model.gguf", options.longest)
        program = Paretune(options.binary, f"{work}/home", options.threads)

        def run_of(length):
            rows = write_samples(f"{work}/rows.jsonl", [length])
            return run_file(f"{work}/run.json", ours, rows, LORA,
                            {"max_steps": 1, "per_device_train_batch_size": 1, "gradient_checkpointing": True}, {"max_length": length})

        def paretune_peak(length):
            done, figures = program("train", run_of(length), allowed=None)
            if figures["code"] != 0 or done is None or done.get("event") != "finished":
                sys.exit(figures["stderr"][-2000:])
            return figures["peak_bytes"]

        def python_peak(checkpoints):
            def peak(length):
                rows = write_samples(f"{work}/rows.jsonl", [length])
                command = [sys.executable, f"{HERE}/context_side.py", os.path.abspath(options.model), rows, "--threads", str(options.threads)]
                out, figures = measured(command + (["--checkpointing"] if checkpoints else []), options.threads)
                last_json(out)
                return figures["peak_bytes"]
            return peak

        planned = options.longest
        while planned > GRAIN and not program("plan", run_of(planned), "--memory", options.memory)[0]["fits"]:
            planned = int(planned * 0.8)
        print(f"Paretune, planned {planned}", file=sys.stderr)
        result["paretune"] = longest(paretune_peak, limit, planned, options.longest)
        for side in options.sides.split(","):
            print(f"Python, {side}", file=sys.stderr)
            result[f"python, {side}"] = longest(python_peak(side == "checkpointing"), limit, 1024, options.longest)
    print(f"| longest row trained in {options.memory:g} GB | tokens | peak, GB | Paretune / it |\n| --- | ---: | ---: | ---: |")
    for side, (length, peak) in result.items():
        at_least = "≥ " if length >= options.longest // GRAIN * GRAIN else ""
        ratio = f"{result['paretune'][0] / length:.1f}" if length else "-"
        print(f"| {side} | {at_least}{length:,} | {(peak or 0) / 1e9:.2f} | {ratio} |")
    if options.json:
        write_json(options.json, {side: {"tokens": length, "peak_bytes": peak} for side, (length, peak) in result.items()})


main()
