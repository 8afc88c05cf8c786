# SPDX-License-Identifier: GPL-3.0-or-later
"""What both Python sides share: their arguments, the model with the starting adapter, and the figures that they print."""
import argparse
import json
import os
import time

import machine
from rows import WARM_UP, measured_rows, read_rows, targets

LEARNING_RATE = 2e-4


def parse(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("model", help="GGUF file or HF folder")
    parser.add_argument("adapter", help="PEFT folder with the starting values")
    parser.add_argument("rows", help="JSONL of input_ids and labels")
    parser.add_argument("--steps", type=int, default=10, help="measured steps, after two of warm-up")
    parser.add_argument("--threads", type=int, default=2)
    return parser


def source(model):
    """from_pretrained's arguments for an HF folder or a GGUF file."""
    folder, name = os.path.split(os.path.abspath(model))
    return ([folder], {"gguf_file": name}) if name.endswith(".gguf") else ([os.path.abspath(model)], {})


def load_base(model):
    import torch
    from transformers import AutoModelForCausalLM

    where, named = source(model)
    return AutoModelForCausalLM.from_pretrained(*where, **named, dtype=torch.float32)


def load_trained(options):
    import torch
    from peft import PeftModel

    torch.set_num_threads(options.threads)
    return PeftModel.from_pretrained(load_base(options.model), options.adapter, is_trainable=True).train()


def sgemm_gflops():
    """Best of 8 fp32 products of 1024 x 1024 matrices: what the BLAS reaches at this moment."""
    import torch

    with torch.no_grad():
        a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
        best = 0.0
        for _ in range(8):
            begin = time.perf_counter()
            torch.mm(a, b)
            best = max(best, 2 * 1024**3 / (time.perf_counter() - begin) / 1e9)
    return best


class Recorder:
    """Times and losses of a run. The calibration before the first step is not part of the time from the process's start."""

    def __init__(self, options):
        self.options = options
        self.rows = read_rows(options.rows)
        self.step_ms, self.losses = [], []
        age = machine.process_age()
        self.before = sgemm_gflops()
        self.calibration = machine.process_age() - age
        self.steps_done = 0

    def training_begins(self):
        self.to_training = machine.process_age() - self.calibration
        self.load_peak = machine.peak_rss_bytes()
        self.mark = time.perf_counter()

    def step_ends(self):
        now = time.perf_counter()
        if self.steps_done == 0:
            self.to_first_step = machine.process_age() - self.calibration
        if self.steps_done >= WARM_UP:
            self.step_ms.append(1000 * (now - self.mark))
        self.steps_done += 1
        self.mark = time.perf_counter()

    def print(self):
        import torch

        peak = machine.peak_rss_bytes()
        measured = measured_rows(self.rows, self.options.steps)
        tokens = sum(len(row["input_ids"]) for row in measured)
        total = sum(self.step_ms)
        print(json.dumps({
            "steps": self.options.steps, "threads": torch.get_num_threads(), "tokens": tokens, "trained_tokens": sum(map(targets, measured)),
            "ms_per_token": total / tokens, "tokens_per_second": 1000 * tokens / total, "step_ms": self.step_ms, "losses": self.losses,
            "peak_rss_bytes": peak, "load_peak_rss_bytes": self.load_peak, "start_to_training_seconds": self.to_training,
            "start_to_first_step_seconds": self.to_first_step, "sgemm_gflops_before": self.before, "sgemm_gflops_after": sgemm_gflops()}))
