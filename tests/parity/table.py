# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of parity: every PEFT type times the eight points, measured live against the installed package.

  table.py BIN_FOLDER [--json FILE] [--first] [TYPE or case name ...]

BIN_FOLDER holds the programs paretune and parity_probe. Cases are those of tests/goldens/peft_cases, on models of other shapes than the
goldens'. --first takes one case per type. A cell is the worst measured error over the type's cases, "exact", or "PEFT does not".
Exit code 1 when a cell fails or is missing.

  1 load     a folder Python wrote: largest logit difference / largest logit          bound 1e-4
  2 grad     gradient of every trainable tensor, |difference| / |gradient|            bound 1e-3
  3 train    ten losses, by the engine and by `paretune train`, relative              bound 1e-4
  4 save     Python loads our folder: same names, same values, same logits            bound 1e-4
  5 merge    merged logits against PEFT's, and unmerge gives the forward to the bit   bound 1e-4
  6 off      disabled logits are the base's to the bit
  7 fresh    fresh values: equal where PEFT seeds them, else the same distribution    Kolmogorov-Smirnov, p > 1e-6
  8 refuse   what PEFT refuses is refused
"""
import argparse
import copy
import dataclasses
import importlib
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
warnings.simplefilter("ignore")

import peft
import torch
from peft import PeftModel, get_peft_model, get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM
from transformers.utils import logging as transformers_logging

transformers_logging.disable_progress_bar()
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "goldens"))
POINTS = ["load", "grad", "train", "save", "merge", "off", "fresh", "refuse"]
BOUNDS = dict(load=1e-4, grad=1e-3, train=1e-4, save=1e-4, merge=1e-4)
SEEDS = [1, 2, 3, 4]
NONE = "PEFT does not"
GEMMA = dict(head_dim=12, query_pre_attn_scalar=9, sliding_window=5, attn_logit_softcapping=2.0, final_logit_softcapping=8.0, tie_word_embeddings=True)


def family(model_type):
    return dict(model_type=model_type, hidden_size=24, intermediate_size=40, num_attention_heads=6, num_key_value_heads=2, vocab_size=50, tie_word_embeddings=False)


# The goldens' model names, in other shapes: grouped-query attention throughout, in != out, odd numbers of heads.
SHAPES = {
    "llama": dict(hidden_size=40, intermediate_size=56, num_attention_heads=5, num_key_value_heads=1, vocab_size=70),
    "llama_bias": dict(hidden_size=48, intermediate_size=80, num_attention_heads=3, num_key_value_heads=1, vocab_size=64, attention_bias=True, mlp_bias=True),
    "llama_tied": dict(hidden_size=24, intermediate_size=40, num_attention_heads=3, num_key_value_heads=1, vocab_size=64, tie_word_embeddings=True),
    "llama_nano": dict(hidden_size=24, intermediate_size=40, num_attention_heads=6, num_key_value_heads=2, vocab_size=50),
    "gpt2": dict(n_embd=48, n_head=3, vocab_size=40),
    "mistral": dict(family("mistral"), sliding_window=3),
    "qwen2": dict(family("qwen2"), tie_word_embeddings=True),
    "qwen3": dict(family("qwen3"), head_dim=10),
    "gemma2": {**family("gemma2"), **GEMMA},
    "gemma3": {**family("gemma3_text"), **GEMMA, "layer_types": ["full_attention", "sliding_attention"]},
    "phi3": dict(family("phi3"), sliding_window=5, pad_token_id=0),
    "olmo2": family("olmo2"),
}


def write_models(folder):
    for i, (name, sizes) in enumerate(SHAPES.items()):
        torch.manual_seed(900 + i)
        common = dict(bos_token_id=1, eos_token_id=2)
        if name == "gpt2":
            model = GPT2LMHeadModel(GPT2Config(n_layer=2, n_positions=64, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, **common, **sizes))
        elif "model_type" in sizes:
            model = AutoModelForCausalLM.from_config(AutoConfig.for_model(num_hidden_layers=2, max_position_embeddings=64, rms_norm_eps=1e-5, **common, **sizes))
        else:
            model = LlamaForCausalLM(LlamaConfig(num_hidden_layers=2, max_position_embeddings=64, rms_norm_eps=1e-5, **common, **sizes))
        with torch.no_grad():
            for key, p in model.float().named_parameters():
                is_norm = ("norm" in key or "ln_" in key) and key.endswith("weight")
                p.copy_(1 + 0.1 * torch.randn_like(p) if is_norm else 0.15 * torch.randn_like(p))
        model.save_pretrained(folder / name)


def option(cases, name, fallback, *arguments):
    value = getattr(cases, name, fallback)
    return value(*arguments) if callable(value) else value


def without_dropout(given, peft_type):
    """The case with every share of dropout at 0, those that are not 0 by default too."""
    fields = dataclasses.fields(peft.PEFT_TYPE_TO_CONFIG_MAPPING[peft_type])
    off = {f.name: 0.0 for f in fields if "dropout" in f.name and isinstance(f.default, float) and f.default > 0}
    return {k: (0.0 if "dropout" in k and isinstance(v, float) else v) for k, v in given.items()} | off


def file_name(key):
    if key.startswith("prompt_encoder.default."):
        return key.removeprefix("prompt_encoder.default.")
    key = key.replace(".modules_to_save.default.", ".").replace(".default", "")
    return key.removesuffix(".weight") if key.endswith("lora_magnitude_vector.weight") else key


def ks_p_value(a, b):
    """Two-sample Kolmogorov-Smirnov, asymptotic."""
    a, b = a.sort().values, b.sort().values
    both = torch.cat([a, b])
    d = (torch.searchsorted(a, both, right=True) / len(a) - torch.searchsorted(b, both, right=True) / len(b)).abs().max().item()
    n = len(a) * len(b) / (len(a) + len(b))
    x = (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n)) * d
    return max(0.0, min(1.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 60)))) if x > 0.2 else 1.0


def prepared(cases, folder, make_base, model, given):
    """The case's config on a model of SHAPES, after what it needs on disk was written to `folder`, from where its paths are meant."""
    if hasattr(cases, "prepare"):
        cases.prepare(make_base, folder)
        for config in folder.rglob("adapter_config.json"):  # parts train without dropout, as the whole does
            config.write_text(json.dumps(json.loads(config.read_text()) | {"lora_dropout": 0.0}))
    if "adapters" in given:
        given = dict(given, adapters={k: str(folder / v) for k, v in given["adapters"].items()}, hidden_size=SHAPES[model]["hidden_size"])
    return given


class Engine:
    """parity_probe, kept running."""

    def __init__(self, bin_folder):
        self.process = subprocess.Popen([bin_folder / "parity_probe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request, default=str) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("parity_probe died")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError("engine: " + answer["error"])
        return answer


class Case:
    def __init__(self, bin_folder, engine, cases, name, model, given, work):
        self.bin, self.engine, self.cases, self.name, self.given = bin_folder, engine, cases, name, given
        self.model_name, self.model, self.work = model, work / "models" / model, work / name
        self.work.mkdir()
        self.seed = sum(map(ord, name)) + 1
        self.type = cases.PEFT_TYPE
        self.full = self.type == "FULL"
        vocab = SHAPES[model]["vocab_size"]
        generator = torch.Generator().manual_seed(self.seed)
        ids = torch.randint(0, vocab, (2, 9), generator=generator)
        self.invocation = torch.tensor(given.get("alora_invocation_tokens") or [], dtype=torch.long)  # what it waits for must be there
        ids[:, 2:2 + len(self.invocation)] = self.invocation
        self.labels = ids.clone()
        self.labels[0, :4] = -100
        self.labels[1, 5] = -100
        self.inputs = dict(input_ids=ids)
        self.given = prepared(cases, self.work, self.base, model, given)
        self.samples = None
        if option(cases, "SAMPLES", False, given):
            shape = (5, 2, 12)
            drawn = torch.randint(0, vocab, shape, generator=generator)
            untrained = torch.rand(shape, generator=generator) < 0.25
            self.samples = [dict(input_ids=i, labels=l, attention_mask=torch.ones_like(i)) for i, l in zip(drawn, torch.where(untrained, -100, drawn))]
        tasks = getattr(cases, "TASK_IDS", None)
        if tasks:
            self.inputs["task_ids"] = torch.tensor(tasks)
        save_file(dict(**self.inputs, labels=self.labels), self.work / "in.safetensors")
        self.cells = {}

    def base(self):
        model = AutoModelForCausalLM.from_pretrained(self.model, dtype=torch.float32, attn_implementation="eager")
        model.config.use_cache = self.type != "XLORA"
        return model

    def loaded(self, folder, **options):
        base = self.base()
        if hasattr(self.cases, "before_load"):
            self.cases.before_load(base, folder)
        return PeftModel.from_pretrained(base, folder, **options)

    def adapted(self, given, seed):
        torch.manual_seed(seed)
        base = self.base()
        config = peft.PEFT_TYPE_TO_CONFIG_MAPPING[self.type](task_type="CAUSAL_LM", **copy.deepcopy(given))
        if self.samples:
            self.cases.before_adapter(base, config, self.samples)
        model = get_peft_model(base, config)
        if self.samples:
            self.cases.after_adapter(model, self.samples)
        return model

    def perturb(self, model):
        with torch.no_grad():
            for key, p in model.named_parameters():
                if p.requires_grad:
                    p.add_(option(self.cases, "PERTURB", 0.05, key) * torch.randn_like(p))
        return model.eval()

    def trained(self, model):
        out = {getattr(self.cases, "FILE_NAME", file_name)(k): p for k, p in model.named_parameters() if p.requires_grad}
        if self.type in ("PREFIX_TUNING", "PROMPT_TUNING") and [k for k in out if not k.startswith("base_model.")] == ["embedding.weight"]:
            out["prompt_embeddings"] = out.pop("embedding.weight")
        return out

    def save(self, model, folder):
        model.save_pretrained(folder)
        if hasattr(self.cases, "after_save"):
            self.cases.after_save(model, folder)

    def saved_of(self, model):
        return {k: v.clone() for k, v in getattr(self.cases, "saved_of", get_peft_model_state_dict)(model).items()}

    def logits(self, model):
        with torch.no_grad():
            return model(**self.inputs).logits[:, -self.inputs["input_ids"].shape[1]:]  # without those of virtual tokens

    def loss(self, model, batch):
        return model(**batch).loss + option(self.cases, "EXTRA_LOSS", 0.0, model)

    def losses(self, model, batches, step_count=10, lr=5e-3, weight_decay=1e-2, clip=None):
        optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=lr, weight_decay=weight_decay)
        out = []
        for step in range(step_count):
            loss = self.loss(model, batches[step % len(batches)])
            optimizer.zero_grad()
            loss.backward()
            if clip:
                torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], clip)
            optimizer.step()
            if hasattr(self.cases, "after_step"):
                self.cases.after_step(model, step + 1)
            out.append(loss.item())
        return torch.tensor(out)

    def put(self, point, error, exact=True):
        value = float(error)
        if not exact or not value <= BOUNDS.get(point, 0):
            raise AssertionError(f"{point}: {value:.2e}" + ("" if exact else ", not exact"))
        self.cells[point] = max(value, self.cells.get(point, 0.0))

    def run(self):
        model = self.perturb(self.adapted(self.given, self.seed))
        logits = self.logits(model)
        if hasattr(self.cases, "before_save"):
            self.cases.before_save(model)
        folder = self.work / "python"
        self.save(model, folder)
        saved = load_file(folder / "adapter_model.safetensors")
        relative = lambda a, b: ((a - b).abs().max() / b.abs().max().clamp_min(1e-12)).item()  # noqa: E731
        out = self.work / "ours"
        out.mkdir()
        whole = all(key in saved for key in self.trained(model))  # else the file holds no start for further training
        start = {}
        if not whole:
            save_file({k: p.detach().clone() for k, p in self.trained(model).items()}, self.work / "start.safetensors")
            start = dict(start=self.work / "start.safetensors", config=dict(peft_type=self.type, **self.given))
        answer = self.engine.ask(do="adapter", model=self.model, adapter=folder, input=self.work / "in.safetensors", out=out, **start)
        got = load_file(out / "tensors.safetensors")
        self.put("load", relative(got["logits"], logits))

        if option(self.cases, "MOVES_BASE", False, self.given):
            with model.disable_adapter():
                disabled = self.logits(model)
            self.put("load", relative(got["disabled_logits"], disabled), answer["base_comes_back"] and answer["enabled_again"])
            self.cells["off"] = "exact"  # the moved base, as PEFT shows it; the base itself comes back with the adapter's end
        else:
            assert answer["disabled_is_base"] and answer["enabled_again"] and answer["base_comes_back"], "off: " + json.dumps(answer)
            # PEFT leaves trained biases and saved modules of prompt methods switched on; here off is off.
            self.cells["off"] = "exact"

        if option(self.cases, "MERGES", True, self.given, self.model_name):
            assert answer["mergeable"], "merge: PEFT merges, we do not"
            model.merge_adapter()
            self.put("merge", relative(got["merged_logits"], self.logits(model)), answer["unmerge_is_exact"])
            model = self.adapted(self.given, self.seed).eval()
            peft.set_peft_model_state_dict(model, saved)
        elif answer["mergeable"]:
            self.put("merge", relative(got["merged_logits"], got["logits"]), answer["unmerge_is_exact"])
        else:
            self.cells["merge"] = NONE

        self.loss(model, dict(**self.inputs, labels=self.labels)).backward()
        ours = {k[5:]: v for k, v in got.items() if k.startswith("grad.")}
        theirs = {k: torch.zeros_like(p) if p.grad is None else p.grad.detach().clone() for k, p in self.trained(model).items()}
        assert ours.keys() == theirs.keys(), f"grad: {sorted(ours.keys() ^ theirs.keys())[:3]}"
        biggest = max(g.norm().item() for g in theirs.values())
        for key, wanted in theirs.items():
            self.put("grad", ((ours[key] - wanted).norm() / wanted.norm().clamp_min(1e-6 * biggest)).item())
        model.zero_grad(set_to_none=True)
        wanted = self.losses(model, [dict(**self.inputs, labels=self.labels)])
        self.put("train", ((got["losses"] - wanted).abs() / wanted.abs()).max().item())

        again = self.loaded(out / "adapter").eval()
        mine = load_file(out / "adapter" / "adapter_model.safetensors")
        theirs = self.saved_of(again)
        assert mine.keys() == theirs.keys(), f"save: names {sorted(mine.keys() ^ theirs.keys())[:3]}"
        self.put("save", relative(self.logits(again), got["logits"]), all(torch.equal(mine[k], theirs[k]) for k in mine if not option(self.cases, "RECOMPUTED", False, k)))
        self.forward_by_command(folder, whole)
        if answer["mergeable"]:
            self.merge_by_command(folder, got["merged_logits"])
        if not self.samples:
            self.fresh()
        if not option(self.cases, "DRAWS_WHILE_TRAINING", False, self.given):
            self.train_by_command(whole)

    def command(self, *arguments):
        done = subprocess.run([self.bin / "paretune", *map(str, arguments), "--home", self.work.parent / "home", "--device", "cpu", "--threads", "1"],
                              capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments[0]}: {done.stderr.strip()[-400:]}"
        return done.stdout

    def forward_by_command(self, folder, whole):
        """`paretune forward --grads` on rows with padding behind them, against PEFT's folder loaded in Python."""
        if option(self.cases, "TOKENS_TOGETHER", False, self.given):
            return
        prompt = peft.PeftConfig.from_pretrained(folder).is_prompt_learning
        model = self.loaded(folder, **({"is_trainable": True} if whole and not prompt else {})).eval()
        if whole and prompt:  # PEFT loads these for use only
            for name, p in model.named_parameters():
                p.requires_grad_("prompt_encoder" in name or "modules_to_save" in name)
        batch = dict(self.inputs, attention_mask=torch.ones_like(self.labels), labels=self.labels.clone())
        batch["attention_mask"][0, -3:] = 0
        batch["labels"][0, -3:] = -100
        save_file(batch, self.work / "padded.safetensors")
        self.command("forward", "--model", self.model, "--adapter", folder, "--input", self.work / "padded.safetensors", "--output", self.work / "out.safetensors",
                     *(["--grads"] if whole else []))
        got = load_file(self.work / "out.safetensors")
        with torch.no_grad():
            logits = model(**{k: v for k, v in batch.items() if k != "labels"}).logits[:, -self.labels.shape[1]:]
        real = batch["attention_mask"].bool()
        self.put("load", ((got["logits"] - logits)[real].abs().max() / logits[real].abs().max()).item())
        loss = self.loss(model, batch)
        self.put("train", ((got["loss"] - loss).abs() / loss.abs()).item())
        if not whole:
            return
        loss.backward()
        theirs = {k: torch.zeros_like(p) if p.grad is None else p.grad for k, p in self.trained(model).items()}
        biggest = max(g.norm().item() for g in theirs.values())
        assert {"grad." + k for k in theirs} == {k for k in got if k.startswith("grad.")}, "grad: names of forward --grads"
        for key, wanted in theirs.items():
            self.put("grad", ((got["grad." + key] - wanted).norm() / wanted.norm().clamp_min(1e-6 * biggest)).item())

    def merge_by_command(self, folder, wanted):
        """`paretune merge`, read by transformers."""
        self.command("merge", "--model", self.model, "--adapter", folder, "--out", self.work / "merged")
        with torch.no_grad():
            logits = AutoModelForCausalLM.from_pretrained(self.work / "merged", dtype=torch.float32, attn_implementation="eager").eval()(self.inputs["input_ids"]).logits
        self.put("merge", ((logits - wanted).abs().max() / wanted.abs().max()).item())

    def fresh(self):
        out = self.work / "fresh"
        out.mkdir()
        self.engine.ask(do="fresh", model=self.model, config=dict(peft_type=self.type, **self.given), seeds=SEEDS, out=out)
        ours = [load_file(out / f"{seed}.safetensors") for seed in SEEDS]
        theirs = [self.saved_of(self.adapted(self.given, seed)) for seed in SEEDS]
        groups = {}
        for a, b in zip(ours, theirs):
            assert a.keys() == b.keys(), f"fresh: names {sorted(a.keys() ^ b.keys())[:3]}"
            for key in a:
                assert a[key].shape == b[key].shape, f"fresh: shape of {key}"
                if hasattr(self.cases, "SEEDED") and self.cases.SEEDED(key):
                    assert torch.equal(a[key], b[key]), f"fresh: {key} is seeded and differs"
                else:
                    # Values of one kind of tensor over the layers, scaled by shape: fan-in sets their spread.
                    kind = (key.rsplit("self_attn.", 1)[-1].rsplit("mlp.", 1)[-1], tuple(a[key].shape))
                    mine, python = groups.setdefault(kind, ([], []))
                    mine.append(a[key].flatten().double())
                    python.append(b[key].flatten().double())
        for kind, (mine, python) in groups.items():
            mine, python = torch.cat(mine), torch.cat(python)
            if torch.allclose(mine, python, rtol=1e-4, atol=1e-5):
                continue
            p = ks_p_value(mine, python)
            assert p > 1e-6, f"fresh: {kind} is of another distribution (p = {p:.1e})"
        self.cells["fresh"] = "same"

    def train_by_command(self, whole):
        """`paretune train` from this adapter on pre-tokenized rows of unequal length, against the same loop in Python."""
        if not whole:
            return
        given = without_dropout(self.given, self.type)
        model = self.perturb(self.adapted(given, self.seed + 5))
        start = self.work / "start"
        self.save(model, start)
        vocab, steps, batch = SHAPES[self.model_name]["vocab_size"], 10, 2
        rows = []
        for i in range(steps * batch):
            length = 11 if option(self.cases, "TOKENS_TOGETHER", False, given) else 5 + (i * 7) % 13
            ids = torch.randint(0, vocab, (length,)).tolist()
            ids[1:1 + len(self.invocation)] = self.invocation.tolist()
            rows.append(dict(input_ids=ids, labels=[-100] * (i % 3) + ids[i % 3:]))
            if "task_ids" in self.inputs:
                rows[-1]["task_id"] = i % 2
        (self.work / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        batches = []
        for step in range(steps):
            chosen = rows[step * batch:(step + 1) * batch]
            longest = max(len(row["input_ids"]) for row in chosen)
            pad = lambda values, fill: torch.tensor([v + [fill] * (longest - len(v)) for v in values])  # noqa: E731, B023
            batches.append(dict(input_ids=pad([r["input_ids"] for r in chosen], 0), attention_mask=pad([[1] * len(r["input_ids"]) for r in chosen], 0),
                                labels=pad([r["labels"] for r in chosen], -100)))
            if "task_ids" in self.inputs:
                batches[-1]["task_ids"] = torch.tensor([r["task_id"] for r in chosen])
        if option(self.cases, "MOVES_BASE", False, given):
            model = self.adapted(given, self.seed + 5).eval()
            peft.set_peft_model_state_dict(model, load_file(start / "adapter_model.safetensors"))
        if getattr(self.cases, "TRAINS_RELOADED", False):
            model = self.loaded(start, is_trainable=True)
        wanted = self.losses(model.train(), batches, steps, lr=3e-3, weight_decay=0.0, clip=1.0)
        config = {k: v for k, v in json.loads((start / "adapter_config.json").read_text()).items() if v is not None}
        for key in ("base_model_name_or_path", "peft_version", "inference_mode", "auto_mapping", "task_type", "revision"):
            config.pop(key, None)
        run = dict(model=str(self.model), peft=config, init_adapter=str(start),
                   data=dict(path=str(self.work / "rows.jsonl"), shuffle=False, eval_fraction=0.0, max_length=64),
                   training=dict(max_steps=steps, per_device_train_batch_size=batch, learning_rate=3e-3, lr_scheduler_type="constant", warmup_steps=0,
                                 max_grad_norm=1.0, weight_decay=0.0, optim="adamw_torch"))
        (self.work / "run.json").write_text(json.dumps(run))
        events = [json.loads(line) for line in self.command("train", self.work / "run.json", "--json").splitlines()]
        got = torch.tensor([e["loss"] for e in events if e["event"] == "metrics" and "loss" in e])
        assert len(got) == steps, f"train: {len(got)} losses"
        self.put("train", ((got - wanted).abs() / wanted.abs()).max().item())
        trained = self.loaded(pathlib.Path(events[-1]["adapter"])).eval()  # no missing key, and it really moved
        at_start = load_file(start / "adapter_model.safetensors")
        moved = max((v - at_start[k]).abs().max().item() if v.shape == at_start[k].shape else math.inf  # a pruned rank
                    for k, v in self.saved_of(trained).items() if v.is_floating_point() and v.numel() and k in at_start)
        assert moved > 1e-4, "save: the trained adapter is the start"


def refusals(engine, cases, work):
    """Every entry of REFUSED must be refused by PEFT and by us."""
    for name, (model, given) in getattr(cases, "REFUSED", {}).items():
        make_base = lambda: AutoModelForCausalLM.from_pretrained(work / "models" / model, dtype=torch.float32)  # noqa: E731, B023
        base = make_base()
        base.config.use_cache = cases.PEFT_TYPE != "XLORA"
        given = prepared(cases, work / f"refused_{cases.PEFT_TYPE}_{name}", make_base, model, given)
        try:
            get_peft_model(base, peft.PEFT_TYPE_TO_CONFIG_MAPPING[cases.PEFT_TYPE](task_type="CAUSAL_LM", **copy.deepcopy(given)))
        except Exception:  # noqa: BLE001 - PEFT raises whatever type it likes
            pass
        else:
            raise AssertionError(f"refuse: PEFT accepts {name}")
        answer = engine.ask(do="refuse", model=work / "models" / model, config=dict(peft_type=cases.PEFT_TYPE, **given))
        assert answer["refused"], f"refuse: we accept {name}"
    if not getattr(cases, "REFUSED", None):
        raise AssertionError("refuse: no case")
    return f"{len(cases.REFUSED)} cases"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("chosen", nargs="*")
    parser.add_argument("--json")
    parser.add_argument("--first", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    os.environ["OMP_NUM_THREADS"] = "1"
    listed = subprocess.run([arguments.bin / "paretune", "methods", "--json"], capture_output=True, text=True, check=True).stdout
    ours = {json.loads(line)["peft_type"] for line in listed.splitlines()}
    table, faults = {}, []
    for missing in sorted({t.value for t in peft.PeftType} - ours):
        if not arguments.chosen:
            faults.append(f"{missing}: we do not have it")
    modules = {}
    for file in sorted((HERE.parent / "goldens" / "peft_cases").glob("*.py")):
        cases = importlib.import_module("peft_cases." + file.stem)
        modules[cases.PEFT_TYPE] = cases
    with tempfile.TemporaryDirectory() as temp:
        work = pathlib.Path(temp)
        write_models(work / "models")
        engine = Engine(arguments.bin)
        for peft_type in sorted(ours - {"FULL"}):
            cases = modules.get(peft_type)
            if not cases:
                faults.append(f"{peft_type}: no cases")
                continue
            names = [n for n in cases.CASES if not arguments.chosen or peft_type in arguments.chosen or n in arguments.chosen]
            if not names:
                continue
            row = table.setdefault(peft_type, {})
            for name in names[:1] if arguments.first else names:
                model, given = cases.CASES[name]
                case = Case(arguments.bin, engine, cases, name, model, given, work)
                try:
                    case.run()
                except Exception as error:  # noqa: BLE001 - every fault becomes a line of the report
                    faults.append(f"{name}: {type(error).__name__} {error}"[:600])
                for point, value in case.cells.items():
                    row[point] = max(value, row[point]) if isinstance(value, float) and isinstance(row.get(point), float) else row.get(point) if isinstance(row.get(point), float) else value
            try:
                row["refuse"] = refusals(engine, cases, work)
            except Exception as error:  # noqa: BLE001
                faults.append(f"{peft_type}: {error}"[:600])
    print("| type | " + " | ".join(POINTS) + " |\n| --- |" + " --- |" * len(POINTS))
    for peft_type, row in table.items():
        for point in POINTS:
            if point not in row:
                faults.append(f"{peft_type}: no value for {point}")
        cells = [f"{row[p]:.1e}" if isinstance(row.get(p), float) else row.get(p, "MISSING") for p in POINTS]
        print(f"| {peft_type} | " + " | ".join(cells) + " |")
    for fault in faults:
        print("FAULT", fault)
    print(f"{len(table)} types, {len(faults)} faults")
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(dict(table=table, faults=faults), indent=1))
    sys.exit(1 if faults else 0)


main()
