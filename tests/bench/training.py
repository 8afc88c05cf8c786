# SPDX-License-Identifier: GPL-3.0-or-later
"""Paretune against Python on the same training work: one command, one markdown table.

training.py BINARY MODEL [--pairs 5] [--steps 10] [--gate-steps 50] [--settings s1,s4,s6] [--json FILE] [--threads 2] [--layers 20,21]

MODEL is a GGUF file or an HF folder. First every setting's losses are compared over the gate's steps; a setting whose losses differ prints no
figures. Then Paretune and Python run in turn in fresh processes. s6 needs TRL: see requirements.txt beside this file. Progress goes to stderr.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import gate
import machine
from report import markdown
from rows import WARM_UP
from summary import add_rates, summarise

HERE = os.path.dirname(os.path.abspath(__file__))
SETTINGS = {"s1": ["python_side.py", "--batch", "1"], "s4": ["python_side.py", "--batch", "8"], "s6": ["trl_side.py"]}
NEEDED = ("tokens", "step_ms", "losses", "peak_rss_bytes", "start_to_training_seconds", "start_to_first_step_seconds",
          "sgemm_gflops_before", "sgemm_gflops_after")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("model")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each side for a setting")
    parser.add_argument("--steps", type=int, default=10, help="measured steps of a run, after 2 of warm-up")
    parser.add_argument("--gate-steps", type=int, default=50, help="steps whose losses are compared, at least 3")
    parser.add_argument("--settings", default="s1,s4,s6", help="which of s1, s4, s6")
    parser.add_argument("--json", help="file for everything measured; written again after every pair")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layers", help="adapt only these layers, such as 20,21")
    parser.add_argument("--trl-path", help="site-packages folder with TRL and what it needs, if this Python has none (used for s6 only)")
    parser.add_argument("--work", help="folder to keep rows, adapter and run files in (default: a temporary one)")
    options = parser.parse_args()
    options.settings = options.settings.split(",")
    unknown = set(options.settings) - set(SETTINGS)
    if unknown:
        parser.error(f"unknown setting {', '.join(sorted(unknown))}: known are {', '.join(SETTINGS)}")
    if options.gate_steps <= WARM_UP or options.steps < 1 or options.pairs < 1:
        parser.error("at least 3 gate steps, 1 step and 1 pair")
    for path in (options.binary, options.model):
        if not os.path.exists(path):
            parser.error(f"{path} does not exist")
    if options.trl_path and "site-packages" not in os.path.abspath(options.trl_path):
        parser.error("--trl-path must lead to a folder named site-packages: datasets cannot work from another one")
    options.binary, options.model = os.path.abspath(options.binary), os.path.abspath(options.model)
    return options


def environment(options, setting=None):
    """The same for every side; settings for OpenBLAS of a developer's shell are none of this benchmark's business."""
    out = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    threads = str(options.threads)
    out.update(OMP_NUM_THREADS=threads, MKL_NUM_THREADS=threads, CUDA_VISIBLE_DEVICES="", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1",
               TOKENIZERS_PARALLELISM="false")
    if setting == "s6" and options.trl_path:
        out["PYTHONPATH"] = os.pathsep.join(filter(None, [os.path.abspath(options.trl_path), out.get("PYTHONPATH")]))
    return out


def run(command, env, cwd):
    """The JSON line that a process ends with, and who used the machine meanwhile."""
    watch = machine.CpuWatch()
    result = subprocess.run(command, capture_output=True, text=True, env=env, cwd=cwd)
    shares = watch.shares()
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{result.stderr[-4000:]}\nended with {result.returncode}")
    return json.loads(result.stdout.strip().splitlines()[-1]), shares


class Bench:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.result = {"options": {**vars(options), "model_name": os.path.basename(options.model.rstrip("/"))}, "machine": machine.describe(), "settings": {}}

    def note(self, text):
        print(text, file=sys.stderr, flush=True)

    def prepare(self):
        options = self.options
        if "s6" in options.settings:
            self.require_trl()
        command = [sys.executable, f"{HERE}/prepare.py", options.model, self.work, "--steps", str(options.steps), "--gate-steps", str(options.gate_steps)]
        command += ["--layers", options.layers] if options.layers else []
        command += ["--folder"] if self.from_gguf("s6") else []
        self.facts = self.result["facts"] = run(command, environment(options), self.work)[0]
        names = ["transformers", "peft"] + (["trl"] if "s6" in options.settings else [])
        ask = f"import json; from importlib.metadata import version; print(json.dumps({{name: version(name) for name in {names}}}))"
        self.facts["versions"] = run([sys.executable, "-c", ask], environment(options, "s6"), self.work)[0]

    def from_gguf(self, setting):
        """Whether a setting needs its model as an HF folder: Trainer refuses to train what was loaded from GGUF."""
        return setting == "s6" and setting in self.options.settings and self.options.model.endswith(".gguf")

    def require_trl(self):
        ask = [sys.executable, "-c", "import trl, datasets"]
        found = subprocess.run(ask, capture_output=True, text=True, env=environment(self.options, "s6"), cwd=self.work)
        if found.returncode != 0:
            sys.exit(f"{found.stderr.strip().splitlines()[-1]}\ns6 needs TRL: {sys.executable} -m pip install -r {HERE}/requirements.txt\n"
                     "or leave it out with --settings s1,s4")

    def paretune(self, name, steps):
        options = self.options
        command = [options.binary, "bench", "train", "--run", f"{self.work}/{name}.json", "--steps", str(steps), "--json", "--home", f"{self.work}/home",
                   "--device", "cpu", "--threads", str(options.threads)]
        return self.checked(*run(command, environment(options), self.work), steps)

    def python(self, setting, name, steps):
        options = self.options
        script, *arguments = SETTINGS[setting]
        model = f"{self.work}/model" if self.from_gguf(setting) else options.model
        command = [sys.executable, f"{HERE}/{script}", model, f"{self.work}/adapter", f"{self.work}/{name}.jsonl", *arguments,
                   "--steps", str(steps), "--threads", str(options.threads)]
        return self.checked(*run(command, environment(options, setting), self.work), steps)

    def checked(self, figures, shares, steps):
        missing = [key for key in NEEDED if key not in figures]
        if missing:
            sys.exit(f"no {', '.join(missing)} among what `bench train` printed: is the binary older than this benchmark?")
        if len(figures["step_ms"]) != steps:
            sys.exit(f"{len(figures['step_ms'])} step times instead of {steps}")
        return {**figures, **shares}

    def gates(self):
        """Paretune's run is the same for every setting, so it is made once."""
        steps = self.options.gate_steps - WARM_UP
        self.note(f"gate: Paretune, {self.options.gate_steps} steps")
        ours = self.paretune("gate", steps)
        for setting in self.options.settings:
            self.note(f"gate: {setting}")
            theirs = self.python(setting, "gate", steps)
            outcome = gate.compare(ours["losses"], theirs["losses"])
            if ours["tokens"] != theirs["tokens"]:
                outcome.update(passed=False, worst_step=None, reason=f"{ours['tokens']} tokens against {theirs['tokens']}")
            self.note(f"gate: {setting} {'passed' if outcome['passed'] else 'failed'}, worst difference {outcome['worst']}")
            self.result["settings"][setting] = {"gate": outcome, "gate_runs": {"paretune": ours, "python": theirs}, "pairs": []}
            self.save()

    def pairs(self):
        for setting, part in self.result["settings"].items():
            for index in range(self.options.pairs if part["gate"]["passed"] else 0):
                pair = {"paretune": self.paretune("time", self.options.steps), "python": self.python(setting, "time", self.options.steps)}
                for side in pair.values():
                    if side["tokens"] != self.facts["tokens"]:
                        sys.exit(f"a side counted {side['tokens']} tokens instead of {self.facts['tokens']}")
                    add_rates(side, self.facts)
                part["pairs"].append(pair)
                part["summary"] = summarise(setting, part["pairs"])
                self.note(f"{setting} pair {index + 1}: {pair['paretune']['ms_per_token']:.2f} against {pair['python']['ms_per_token']:.2f} ms per token")
                self.save()

    def save(self):
        if self.options.json:
            with open(self.options.json, "w") as file:
                json.dump(self.result, file, indent=1)


def main():
    options = parse()
    with tempfile.TemporaryDirectory() as temporary:
        work = os.path.abspath(options.work or temporary)
        os.makedirs(work, exist_ok=True)
        bench = Bench(options, work)
        bench.prepare()
        bench.gates()
        bench.pairs()
    print(markdown(bench.result))


main()
