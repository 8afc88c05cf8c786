# SPDX-License-Identifier: GPL-3.0-or-later
"""How time and memory grow: one command, one table and one plot a curve.

growth.py BINARY MODEL [--only batch,length,rank,adapters,rows,runs] [--json FILE] [--plots DIR] [--threads 2] [--largest N] [--work DIR]

batch     tokens in an optimiser step, rows of 256
length    tokens of one row, one row a step
rank      of a LoRA on all linear layers, 512 tokens a step
adapters  LoRA r16 at work together while text is written
rows      in the data set: a real run of two steps, the first time (tokenised) and again (read from the cache)
runs      in the store: listing, front, one run, a plan, and the studio until it is idle

Every point is a fresh process; memory is its peak (VmHWM). The exponent is the slope of the log-log curve over its upper half. --largest leaves out
the points above it.
"""
import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time

from plot import exponent, svg
from processes import Paretune, environment, run_file, write_json, write_samples

LORA = {"peft_type": "LORA", "r": 16, "lora_alpha": 32, "target_modules": "all-linear"}
STEP_MS = "step, s"
PEAK = "peak, GB"
WORDS = "bell chain wheel brake pedal saddle frame light pump tyre fork lever spoke hub rim rack bag lock map rain road hill".split()


def bench_point(bench, peft, lengths, training, steps=1, data=None):
    """Steps of training timed after two of warm-up."""
    rows = write_samples(f"{bench.work}/rows.jsonl", lengths * (steps + 2))
    file = run_file(f"{bench.work}/run.json", bench.model, rows, peft, {"per_device_train_batch_size": len(lengths), **training}, {"max_length": max(lengths), **(data or {})})
    result, _ = bench.program("bench", "train", "--run", file, "--steps", steps)
    return {STEP_MS: result["step_ms_median"] / 1000, PEAK: result["peak_rss_bytes"] / 1e9}


def batch_curve(bench, tokens):
    return bench_point(bench, LORA, [256] * (tokens // 256), {})


def length_curve(bench, length):
    return bench_point(bench, LORA, [length], {"gradient_checkpointing": length > 2048})


def rank_curve(bench, rank):
    return bench_point(bench, {**LORA, "r": rank}, [256, 256], {}, steps=3)


def one_adapter(bench):
    """A LoRA trained for two steps, once for all points."""
    folder = f"{bench.work}/adapter"
    if not os.path.exists(folder):
        rows = write_samples(f"{bench.work}/few.jsonl", [32] * 4)
        file = run_file(f"{bench.work}/few.json", bench.model, rows, LORA, {"max_steps": 2, "per_device_train_batch_size": 2, "learning_rate": 1e-4})
        run = bench.program("train", file)[0]["run"]
        bench.program("export", run, "--format", "adapter", "--out", folder)
    return folder


def adapters_curve(bench, count):
    adapter = one_adapter(bench)
    result, figures = bench.program("generate", "--model", bench.model, "--prompt", "Once upon a time", "--max-new-tokens", 32, *["--adapter", adapter] * count)
    return {"a token, s": 1 / result["tokens_per_second"], "process, s": figures["seconds"], PEAK: figures["peak_bytes"] / 1e9}


def rows_curve(bench, count):
    path, state = f"{bench.work}/texts.jsonl", 7
    with open(path, "w") as out:
        for row in range(count):
            state = (state * 1103515245 + 12345) % 2**31
            words = [WORDS[(state >> shift) % len(WORDS)] for shift in range(3, 23, 2)]
            out.write(json.dumps({"text": f"Row {row}: " + " ".join(words)}) + "\n")
    file = write_json(f"{bench.work}/texts.json", {
        "model": bench.model, "peft": LORA, "data": {"path": path, "eval_fraction": 0.0, "max_length": 64},
        "training": {"max_steps": 2, "per_device_train_batch_size": 8, "eval_on_start": False}})
    shutil.rmtree(f"{bench.program.home}/cache", ignore_errors=True)
    _, first = bench.program("train", file)
    _, again = bench.program("train", file)
    os.remove(path)
    return {"first run, s": first["seconds"], "second run, s": again["seconds"], "first run's " + PEAK: first["peak_bytes"] / 1e9, "second run's " + PEAK: again["peak_bytes"] / 1e9}


def store_of(bench, count, steps=50):
    """A home whose store holds `count` runs: one real run, copied row by row with `steps` steps of metrics each."""
    template = f"{bench.work}/template"
    if not os.path.exists(template):
        one_adapter(bench)
        shutil.copytree(bench.program.home, template)
    home = f"{bench.work}/home-{count}"
    shutil.copytree(template, home)
    db = sqlite3.connect(f"{home}/paretune.db")
    columns = [row[1] for row in db.execute("PRAGMA table_info(runs)")]
    run = dict(zip(columns, db.execute("SELECT * FROM runs WHERE state = 'finished' ORDER BY seq LIMIT 1").fetchone()))
    summary = db.execute("SELECT key, value, step FROM summary WHERE run = ?", (run["seq"],)).fetchall()
    keys = [key for key, _, step in summary if step is not None]
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("DELETE FROM runs")
    for number in range(count):
        run.update(seq=number + 1, id=f"20260101-000000-lora-{number:05x}", name=f"run {number}")
        db.execute(f"INSERT INTO runs ({', '.join(run)}) VALUES ({', '.join('?' * len(run))})", list(run.values()))
        # Figures that differ, so that the front has something to choose.
        db.executemany("INSERT INTO summary VALUES (?, ?, ?, ?)", [(number + 1, key, (value or 0) * (1 + number * 7919 % 1000 / 1000), step) for key, value, step in summary])
        db.executemany("INSERT INTO metrics VALUES (?, ?, ?, ?, ?)", [(number + 1, step, key, 1.0 / step, step * 100) for key in keys for step in range(1, steps + 1)])
        db.execute("INSERT INTO events (run, kind, step, wall_ms, text) VALUES (?, 'finished', 2, 1, 'completed')", (number + 1,))
    db.commit()
    db.close()
    return home


def studio_start(bench, home):
    """Seconds until the window's process uses no processor for half a second, and its peak memory."""
    command = [bench.program.binary, "--home", home, "--device", "cpu"]
    with tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, env=environment(bench.program.threads, {"QT_QPA_PLATFORM": "offscreen"}))
        begin = busy = time.perf_counter()
        before = -1
        while time.perf_counter() - busy < 0.5 and process.poll() is None:
            with open(f"/proc/{process.pid}/stat") as stat:
                ticks = sum(map(int, stat.read().rsplit(")", 1)[1].split()[11:13]))
            if ticks > before + 1:  # a blinking cursor is no work
                busy, before = time.perf_counter(), ticks
            time.sleep(0.02)
        if process.poll() is not None:
            sink.seek(0)
            raise SystemExit(f"the studio ended with {process.returncode}: {sink.read().decode()[-2000:]}")
        with open(f"/proc/{process.pid}/status") as status:
            peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
        process.terminate()
        process.wait()
    return busy - begin, peak


def runs_curve(bench, count):
    home = store_of(bench, count)
    program = Paretune(bench.program.binary, home, bench.program.threads)
    rows = write_samples(f"{bench.work}/few.jsonl", [32] * 4)
    file = run_file(f"{bench.work}/few.json", bench.model, rows, LORA, {"max_steps": 2, "per_device_train_batch_size": 2})
    studio, studio_peak = studio_start(bench, home)
    _, listed = program("runs")
    _, front = program("front", "--x", "memory_peak_bytes", "--y", "loss")
    _, shown = program("runs", "show", "20260101-000000-lora-00000")
    _, planned = program("plan", file)
    shutil.rmtree(home)
    return {"runs, s": listed["seconds"], "front, s": front["seconds"], "runs show, s": shown["seconds"], "plan, s": planned["seconds"], "studio, s": studio,
            "runs' " + PEAK: listed["peak_bytes"] / 1e9, "studio's " + PEAK: studio_peak / 1e9}


CURVES = {  # name: (what grows, points, one point)
    "batch": ("tokens a step", [256, 512, 1024, 2048, 4096, 8192, 16384], batch_curve),
    "length": ("tokens of a row", [128, 256, 512, 1024, 2048, 4096, 8192], length_curve),
    "rank": ("rank", [4, 8, 16, 32, 64, 128, 256, 512], rank_curve),
    "adapters": ("adapters at work", [1, 2, 4, 8, 16], adapters_curve),
    "rows": ("rows", [1000, 10_000, 100_000, 1_000_000], rows_curve),
    "runs": ("runs in the store", [10, 100, 1000, 10_000], runs_curve)}


class Bench:
    def __init__(self, options, work):
        self.model, self.work = os.path.abspath(options.model), work
        self.program = Paretune(options.binary, f"{work}/home", options.threads)


def show(name, what, points):
    keys = list(points[0][1])
    print(f"\n**{name}**\n\n| {what} | {' | '.join(keys)} |\n| ---: |{' ---: |' * len(keys)}")
    for x, values in points:
        print(f"| {x:,} | {' | '.join(f'{values[key]:.3g}' for key in keys)} |")
    slopes = {key: exponent([(x, values[key]) for x, values in points]) for key in keys}
    print(f"| exponent | {' | '.join('' if slope is None else f'{slope:.2f}' for slope in slopes.values())} |", flush=True)
    return slopes


def draw(folder, name, what, points):
    keys = list(points[0][1])
    times, peaks = ({key: [(x, values[key]) for x, values in points] for key in keys if key.endswith(unit)} for unit in (", s", ", GB"))
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/growth_{name}.svg", "w") as out:
        out.write(svg(what, {"seconds": {key.removesuffix(", s"): line for key, line in times.items()}, "GB": {key.removesuffix(", GB"): line for key, line in peaks.items()}}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model", help="GGUF file or HF folder")
    parser.add_argument("--only", help="curves by name, between commas")
    parser.add_argument("--json", help="file for the figures")
    parser.add_argument("--plots", help="folder for the plots")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--largest", type=int)
    parser.add_argument("--work", help="folder to work in, kept afterwards (default: a temporary one)")
    options = parser.parse_args()
    names = options.only.split(",") if options.only else list(CURVES)
    unknown = [name for name in names if name not in CURVES]
    if unknown:
        parser.error(f"unknown curve {unknown[0]!r}; known are {', '.join(CURVES)}")
    result = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name in names:
            work = os.path.abspath(f"{options.work or temporary}/{name}")
            os.makedirs(work, exist_ok=True)
            what, xs, point = CURVES[name]
            bench = Bench(options, work)
            points = [(x, point(bench, x)) for x in xs if options.largest is None or x <= options.largest]
            result[name] = {"grows": what, "points": [{"x": x, **values} for x, values in points], "exponents": show(name, what, points)}
            if options.plots:
                draw(options.plots, name, what, points)
            if options.json:
                write_json(options.json, result)


main()
