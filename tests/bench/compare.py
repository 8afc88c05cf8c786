# SPDX-License-Identifier: GPL-3.0-or-later
"""Alternates `paretune bench train` with s1.py in fresh processes and prints medians and ratios.

compare.py PROGRAM DEMO.gguf [--pairs 2] [--steps 8] [--batch 1]
Gate: the first loss (B = 0, so independent of the random A) agrees within 1e-4 relative; without it nothing is printed.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("program")
parser.add_argument("gguf")
parser.add_argument("--pairs", type=int, default=2)
parser.add_argument("--steps", type=int, default=8)
parser.add_argument("--batch", type=int, default=1)
options = parser.parse_args()
here = os.path.dirname(os.path.abspath(__file__))
# Old OpenBLAS settings of an environment would slow numpy's import path; torch uses its own BLAS.
environment = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}


def measure(command):
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        sys.exit(result.stderr)
    return json.loads(result.stdout.strip().splitlines()[-1])


ours, theirs = [], []
with tempfile.TemporaryDirectory() as home:
    for _ in range(options.pairs):
        ours.append(measure([options.program, "bench", "train", "--steps", str(options.steps), "--json", "--home", home, "--device", "cpu"]))
        theirs.append(measure([sys.executable, f"{here}/s1.py", options.gguf, "--steps", str(options.steps), "--batch", str(options.batch)]))
difference = abs(ours[0]["losses"][0] - theirs[0]["losses"][0]) / theirs[0]["losses"][0]
if difference > 1e-4:
    sys.exit(f"the first losses differ by {difference:.2g}: no figures")
print(f"first loss agrees within {difference:.1e}; {options.pairs} pairs, {options.steps} steps of 8 samples")
for key, unit, scale in (("ms_per_token", "ms per token", 1), ("peak_rss_bytes", "GB peak RSS", 1e-9), ("start_to_first_step_seconds", "s start to first step", 1)):
    a, b = (statistics.median(run[key] * scale for run in side) for side in (ours, theirs))
    print(f"{unit:24} paretune {a:7.2f}   python {b:7.2f}   ratio {b / a:.2f}")
