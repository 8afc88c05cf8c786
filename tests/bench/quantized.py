# SPDX-License-Identifier: GPL-3.0-or-later
"""What a packed base takes and costs: memory of the base against the file, and the step against an fp32 base, run in turn.

quantized.py BINARY MODEL [--kinds file,nf4,int8,gguf] [--pairs 5] [--steps 6] [--json FILE] [--threads 2]

"file" is the run file's null: the base in the types of the file. A pair is one process with the kind and one with "none" (fp32), one after the other, on the
rows of training.py; the ratio is the median over pairs of the time per token. Base memory: what the process had more once the weights were there.
Targets: weights at most the file and 10 %, step at most 1.25 of fp32's.
"""
import argparse
import os
import statistics
import tempfile

from processes import Paretune, run_file, write_json
from rows import SAMPLES, WARM_UP, make_rows, write_rows
from summary import interval

LORA = {"peft_type": "LORA", "r": 16, "lora_alpha": 32, "target_modules": "all-linear"}
KINDS = {"file": None, "nf4": "nf4", "int8": "int8", "gguf": "gguf", "none": "none"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model")
    parser.add_argument("--kinds", default="file,nf4,int8,gguf")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=6, help="measured steps of a run, after 2 of warm-up")
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    file_bytes = os.path.getsize(options.model) if os.path.isfile(options.model) else sum(
        os.path.getsize(os.path.join(options.model, name)) for name in os.listdir(options.model) if name.endswith(".safetensors"))
    result = {"file_bytes": file_bytes, "kinds": {}}
    with tempfile.TemporaryDirectory() as work:
        write_rows(f"{work}/rows.jsonl", make_rows(SAMPLES * (options.steps + WARM_UP), 40000))
        program = Paretune(options.binary, f"{work}/home", options.threads)

        def run(kind):
            file = run_file(f"{work}/run.json", options.model, f"{work}/rows.jsonl", LORA, {"per_device_train_batch_size": SAMPLES}, quantization=KINDS[kind])
            return program("bench", "train", "--run", file, "--steps", options.steps)[0]

        print(f"File: {file_bytes / 1e6:.0f} MB\n\n| base | weights, MB | resident after loading, MB | of the file | peak, GB | step against fp32 | 95 % interval |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for kind in options.kinds.split(","):
            pairs = [(run(kind), run("none")) for _ in range(options.pairs)]
            ratios = [packed["ms_per_token"] / plain["ms_per_token"] for packed, plain in pairs]
            ours = pairs[-1][0]
            row = {"weight_bytes": ours["weight_bytes"], "loaded_bytes": statistics.median(packed["loaded_bytes"] for packed, _ in pairs),
                   "peak_bytes": statistics.median(packed["peak_rss_bytes"] for packed, _ in pairs), "ratios": ratios, "ratio": statistics.median(ratios),
                   "interval": interval(ratios)}
            result["kinds"][kind] = row
            print(f"| {kind} | {row['weight_bytes'] / 1e6:.0f} | {row['loaded_bytes'] / 1e6:.0f} | {row['weight_bytes'] / file_bytes:.2f} | {row['peak_bytes'] / 1e9:.2f} | "
                  f"{row['ratio']:.2f} | {row['interval'][0]:.2f}–{row['interval'][1]:.2f} |", flush=True)
    if options.json:
        write_json(options.json, result)


main()
