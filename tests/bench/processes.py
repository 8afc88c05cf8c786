# SPDX-License-Identifier: GPL-3.0-or-later
"""Fresh processes and what they took: wall time and peak resident memory by the kernel's own count."""
import json
import os
import subprocess
import sys
import tempfile
import time


def environment(threads, more=None):
    """The same for every side: threads, no accelerator, no network."""
    out = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    out.update(OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads), CUDA_VISIBLE_DEVICES="", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1",
               TOKENIZERS_PARALLELISM="false", **(more or {}))
    return out


def measured(command, threads=2, allowed=(0,), more=None):
    """(stdout, {"seconds", "peak_bytes", "code", "stderr"}) of a process; ends this one with its stderr where the code is not allowed."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, text=True, env=environment(threads, more))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = code = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        stdout, stderr = out.read(), err.read()
    if allowed is not None and code not in allowed:
        sys.exit(f"{' '.join(command)}\n{stderr[-3000:]}\nended with {code}")
    return stdout, {"seconds": seconds, "peak_bytes": usage.ru_maxrss * 1024, "code": code, "stderr": stderr}


def last_json(text):
    return json.loads(text.strip().splitlines()[-1])


class Paretune:
    """The program with a home of its own."""

    def __init__(self, binary, home, threads=2):
        self.binary, self.home, self.threads = os.path.abspath(binary), home, threads

    def command(self, *arguments):
        return [self.binary, *map(str, arguments), "--json", "--home", self.home, "--device", "cpu", "--threads", str(self.threads)]

    def __call__(self, *arguments, allowed=(0,)):
        """(the last JSON line or None, figures of the process)"""
        out, figures = measured(self.command(*arguments), self.threads, allowed)
        return (last_json(out) if out.strip() else None), figures


def write_json(path, value):
    with open(path, "w") as out:
        json.dump(value, out, indent=1)
    return path


def write_samples(path, lengths, vocabulary=40000):
    """Pretokenised rows of these lengths, made from a fixed seed; every token is trained."""
    state = 20260715
    with open(path, "w") as out:
        for length in lengths:
            ids = []
            for _ in range(length):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                ids.append((state >> 33) % vocabulary)
            out.write(json.dumps({"input_ids": ids, "labels": ids}) + "\n")
    return path


def run_file(path, model, rows, peft, training, data=None, quantization=None):
    """A run file for short measured runs: file order, nothing evaluated."""
    return write_json(path, {
        "model": os.path.abspath(model) if os.path.exists(model) else model, "peft": peft, "quantization": quantization,
        "data": {"path": rows, "format": "pretokenized", "shuffle": False, "eval_fraction": 0.0, **(data or {})},
        "training": {"learning_rate": 1e-5, "eval_on_start": False, **training}})
