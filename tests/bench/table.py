# SPDX-License-Identifier: GPL-3.0-or-later
"""Every table of README's results, one after the other: one command.

table.py BINARY MODEL.gguf [--only training,planner,...] [--out DIR] [--threads 2] [--trl-path DIR] [--llama-path DIR] [--quick]

Each part is a script of this folder and can be run alone, with more settings; parts print their tables as they end. --out keeps what was measured as JSON
and the plots of growth. --quick takes fewer pairs. The machine should do nothing else: two to three hours, with --quick one and a half.
"""
import argparse
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# part: (headline, script, arguments, arguments with --quick)
PARTS = {
    "training": ("Training steps against Python", "training.py", [], ["--pairs", "3", "--steps", "4"]),
    "planner": ("The plan against the measured peak", "planner.py", [], []),
    "quantized": ("Packed bases", "quantized.py", [], ["--pairs", "3", "--steps", "3"]),
    "context": ("Longest row", "context.py", [], []),
    "generation": ("Writing text", "generation.py", [], ["--pairs", "3"]),
    "methods": ("Methods against Python", "methods_python.py", [], ["--pairs", "1"]),
    "growth": ("Growth", "growth.py", [], ["--largest", "100000"]),
}


def arguments_of(part, options):
    _, script, usual, quick = PARTS[part]
    command = [sys.executable, f"{HERE}/{script}", options.binary, options.model, "--threads", str(options.threads), *(quick if options.quick else usual)]
    if part == "training":
        command += ["--trl-path", options.trl_path] if options.trl_path else []
    if part == "generation":
        command += ["--llama-path", options.llama_path] if options.llama_path else []
    if options.out:
        command += ["--json", f"{options.out}/{part}.json"]
        command += ["--plots", options.out] if part == "growth" else []
    return command


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--out", help="folder for the figures")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--trl-path")
    parser.add_argument("--llama-path")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    parts = options.only.split(",")
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        parser.error(f"unknown part {unknown[0]!r}: known are {', '.join(PARTS)}")
    if options.out:
        os.makedirs(options.out, exist_ok=True)
    failed = []
    for part in parts:
        print(f"\n**{PARTS[part][0]}**\n", flush=True)
        if subprocess.run(arguments_of(part, options)).returncode != 0:
            failed.append(part)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


main()
