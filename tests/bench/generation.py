# SPDX-License-Identifier: GPL-3.0-or-later
"""Greedy text, tokens a second: a GGUF file against llama.cpp, and its weights in fp32 against transformers.

generation.py BINARY MODEL.gguf [--pairs 5] [--tokens 128] [--sides llama,transformers] [--llama-path DIR] [--json FILE] [--threads 2]

Same prompt and number of new tokens, fresh processes in turn; the rate is new tokens by the time from the prompt to the last one, loading left out.
llama.cpp is PyPI's llama-cpp-python (requirements.txt beside this file says how it gets into --llama-path). Targets: 0.8 of llama.cpp, 1.5 of transformers.
"""
import argparse
import os
import statistics
import sys
import tempfile

from processes import Paretune, last_json, measured, write_json
from summary import interval

HERE = os.path.dirname(os.path.abspath(__file__))
PROMPT = "The history of the bicycle began in the early nineteenth century, when"
SIDES = {"llama": ("Q4_1 GGUF against llama.cpp", "", 0.8), "transformers": ("fp32 against transformers", "none", 1.5)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model", help="GGUF file")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--sides", default="llama,transformers")
    parser.add_argument("--llama-path", help="folder that llama-cpp-python was installed into, if this Python has none")
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    model, result = os.path.abspath(options.model), {}
    with tempfile.TemporaryDirectory() as work:
        program = Paretune(options.binary, f"{work}/home", options.threads)

        def ours(quantization):
            more = ["--quantization", quantization] if quantization else []
            made, figures = program("generate", "--model", model, "--prompt", PROMPT, "--max-new-tokens", options.tokens, "--temperature", 0, *more)
            return {"tokens": len(made["ids"]), "ids": made["ids"], "rate": made["tokens_per_second"], "peak_bytes": figures["peak_bytes"]}

        def theirs(side):
            command = [sys.executable, f"{HERE}/generation_side.py", side, model, PROMPT, "--tokens", str(options.tokens), "--threads", str(options.threads)]
            out, figures = measured(command, options.threads, more={"PYTHONPATH": options.llama_path} if options.llama_path and side == "llama" else None)
            return {**last_json(out), "peak_bytes": figures["peak_bytes"]}

        print("| greedy text | Paretune, tokens/s | other, tokens/s | ratio | 95 % interval | target | same tokens | peak, GB |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        for side in options.sides.split(","):
            name, quantization, target = SIDES[side]
            pairs = [(ours(quantization), theirs(side)) for _ in range(options.pairs)]
            for a, b in pairs:
                if a["tokens"] != options.tokens or b["tokens"] != options.tokens:
                    sys.exit(f"{a['tokens']} and {b['tokens']} tokens were made instead of {options.tokens}: take a prompt that does not end")
            ratios = [a["rate"] / b["rate"] for a, b in pairs]
            low, high = interval(ratios)
            same = next((i for i, (x, y) in enumerate(zip(pairs[0][0]["ids"], pairs[0][1]["ids"])) if x != y), options.tokens)
            rates = [statistics.median(one["rate"] for one in column) for column in zip(*pairs)]
            peaks = [statistics.median(one["peak_bytes"] for one in column) / 1e9 for column in zip(*pairs)]
            result[side] = {"pairs": pairs, "ratio": statistics.median(ratios), "interval": [low, high], "same_tokens": same}
            print(f"| {name} | {rates[0]:.1f} | {rates[1]:.1f} | {statistics.median(ratios):.2f} | {low:.2f}–{high:.2f} | ≥ {target} | {same} | "
                  f"{peaks[0]:.2f} / {peaks[1]:.2f} |", flush=True)
    if options.json:
        write_json(options.json, result)


main()
