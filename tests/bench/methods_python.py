# SPDX-License-Identifier: GPL-3.0-or-later
"""A training step of each method against Python's peft: same base in fp32, same config, same number of tokens, in turn.

methods_python.py BINARY MODEL [--methods LORA,BOFT,...] [--tokens 512] [--steps 3] [--pairs 3] [--json FILE] [--threads 2]

Paretune's side is `paretune bench methods`, whose config of each method goes to Python as it is. Both take two samples of half the tokens, every token
trained, AdamW, and give the median step after one of warm-up; the ratio is Python's step divided by Paretune's, the median over pairs. Target for slow methods: 2.
"""
import argparse
import os
import statistics
import sys
import tempfile

from processes import Paretune, last_json, measured, write_json

HERE = os.path.dirname(os.path.abspath(__file__))
METHODS = "LORA,ADAMSS,BOFT,C3A,FOURIERFT,FROD,HRA,LOHA,LOKR,OFT,RANDLORA,ROAD,VBLORA,VERA,WAVEFT"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model", help="GGUF file or HF folder")
    parser.add_argument("--methods", default=METHODS)
    parser.add_argument("--tokens", type=int, default=512)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    result = {}
    with tempfile.TemporaryDirectory() as work:
        program = Paretune(options.binary, f"{work}/home", options.threads)
        print("| method | Paretune, ms | peft, ms | peft / Paretune | peaks, GB | trained |\n| --- | ---: | ---: | ---: | ---: | ---: |")
        for method in options.methods.split(","):
            pairs = []
            for _ in range(options.pairs):
                ours = program("bench", "methods", "--methods", method, "--tokens", options.tokens, "--steps", options.steps, "--model", os.path.abspath(options.model))[0]["methods"][0]
                config = write_json(f"{work}/config.json", ours["config"])
                command = [sys.executable, f"{HERE}/method_side.py", os.path.abspath(options.model), config, "--tokens", str(options.tokens), "--steps",
                           str(options.steps), "--threads", str(options.threads)]
                out, figures = measured(command, options.threads)
                theirs = {**last_json(out), "peak_bytes": figures["peak_bytes"]}
                if theirs["trainable_parameters"] != ours["trainable_parameters"]:
                    print(f"{method}: {ours['trainable_parameters']} numbers trained here, {theirs['trainable_parameters']} by peft", file=sys.stderr)
                pairs.append((ours, theirs))
            ratio = statistics.median(theirs["step_ms"] / ours["step_ms"] for ours, theirs in pairs)
            steps = [statistics.median(side["step_ms"] for side in column) for column in zip(*pairs)]
            peaks = [statistics.median(side["peak_bytes"] for side in column) / 1e9 for column in zip(*pairs)]
            result[method] = {"pairs": pairs, "ratio": ratio}
            print(f"| {method} | {steps[0]:.0f} | {steps[1]:.0f} | {ratio:.2f} | {peaks[0]:.1f} / {peaks[1]:.1f} | {pairs[0][0]['trainable_parameters']:,} |", flush=True)
    if options.json:
        write_json(options.json, result)


main()
