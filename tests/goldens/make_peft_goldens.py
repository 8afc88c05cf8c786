# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/goldens/peft: what Python PEFT computes for every method, on tiny random models.

Pinned: torch 2.11.0, transformers 5.23.0, peft 0.21.2. python make_peft_goldens.py remakes all; with names of files in peft_cases/
("ia3 lora") only theirs, with "lora:lora_default" only that case.

  models/<model>/                 HF folder
  <case>/adapter_config.json      with adapter_model.safetensors: the folder PEFT writes, values moved away from the fresh ones
  <case>/case.json                model, config as given, task_ids where the method learns per task
  <case>/expected.safetensors     input_ids, labels, logits, loss, losses (ten AdamW steps), grad.<PEFT name>, and where they apply
                                  start.<name> (trainables the file does not hold), merged_logits, disabled_logits,
                                  fresh.<name> (fresh values that PEFT draws from a generator of its own), and for a start from training
                                  data samples.input_ids, samples.labels and data.<name> (values fresh from them)

A file of peft_cases/ says PEFT_TYPE and CASES = {case: (model, config)}, and where they differ from the defaults below:
  MERGES       whether PEFT merges: True | False | function(config, model)
  MOVES_BASE   function(config): the base itself is changed for as long as the adapter lives
  PERTURB      how far trained values are moved from the fresh ones: number | function(parameter name)
  SEEDED       function(saved name): this fresh tensor is drawn from PEFT's own seed, and must be equal to the bit
  TASK_IDS     task of each of the two rows
  BOUNDS       {"logits": ..., "grad": ..., "loss": ...} where the measured error needs more than the test's bounds; say why beside it
  DRAWS_WHILE_TRAINING  training is random, so `paretune train` cannot have Python's losses (table.py)
  RECOMPUTED   function(name in the file): PEFT saves again what it computed from what it read (table.py)
  TRAINS_RELOADED  Python trains the folder it wrote, not what it has in memory (table.py)
  TOKENS_TOGETHER  what a token gets depends on the others of the pass: rows of one length are compared (table.py)
  FILE_NAME    function(name in memory): its name in the file, where that is not the usual one
  NO_GRAD      function(saved name): PEFT trains it, but nothing reads it
  EXTRA_LOSS   function(model): what a training loop is to add to the model's own loss
  TRAINING     function(config): the ten steps run in training mode, torch's generator seeded with 0 before them
  saved_of(model)  what the file holds, where PEFT's own state dict has a fault
  before_save(model), after_step(model, step)  hooks on the PEFT model; step counts from 1
  SAMPLES      function(config): the fresh adapter looks at training data, (batch, row, token) ids and labels
  before_adapter(base, config, samples), after_adapter(model, samples)  hooks around get_peft_model where SAMPLES says so
  fresh(model, folder)  hook on the fresh PEFT model; returns tensors for data.<name>
  prepare(make_base, folder), after_save(model, folder)  hooks before the first PEFT model and behind its saving; paths in the config are meant from folder
"""
import contextlib
import importlib
import json
import os
import pathlib
import shutil
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import peft
import torch
import transformers
from peft import get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

assert (torch.__version__.split("+")[0], transformers.__version__, peft.__version__) == ("2.11.0", "5.23.0", "0.21.2")
HERE = pathlib.Path(__file__).parent
ROOT = HERE / "peft"
LEARNING_RATE, STEPS = 5e-3, 10

GEMMA = dict(head_dim=10, query_pre_attn_scalar=7, sliding_window=4, attn_logit_softcapping=3.0, final_logit_softcapping=5.0, tie_word_embeddings=True)


def family(model_type):
    return dict(model_type=model_type, hidden_size=16, intermediate_size=24, num_attention_heads=2, num_key_value_heads=1, vocab_size=32, tie_word_embeddings=False)


MODELS = {
    "llama": dict(hidden_size=64, intermediate_size=96, num_attention_heads=4, num_key_value_heads=2, vocab_size=96),
    "llama_bias": dict(hidden_size=32, intermediate_size=48, num_attention_heads=4, num_key_value_heads=2, vocab_size=64, attention_bias=True,
                       mlp_bias=True),
    "llama_tied": dict(hidden_size=32, intermediate_size=40, num_attention_heads=4, num_key_value_heads=2, vocab_size=64, tie_word_embeddings=True),
    "llama_nano": dict(hidden_size=16, intermediate_size=24, num_attention_heads=2, num_key_value_heads=1, vocab_size=32),
    "gpt2": dict(n_embd=16, n_head=2, vocab_size=32),
    "mistral": dict(family("mistral"), sliding_window=4),
    "qwen2": family("qwen2"),
    "qwen3": dict(family("qwen3"), head_dim=6),
    "gemma2": {**family("gemma2"), **GEMMA},
    "gemma3": {**family("gemma3_text"), **GEMMA, "layer_types": ["sliding_attention", "full_attention"]},
    "phi3": dict(family("phi3"), pad_token_id=0),
    "olmo2": family("olmo2"),
}


def make_models():
    for i, (name, sizes) in enumerate(MODELS.items()):
        if (ROOT / "models" / name).exists():
            continue
        torch.manual_seed(100 + i)
        if name == "gpt2":
            config = GPT2Config(n_layer=2, n_positions=64, bos_token_id=1, eos_token_id=2, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, **sizes)
            model = GPT2LMHeadModel(config).float()
        elif "model_type" in sizes:
            config = AutoConfig.for_model(num_hidden_layers=2, max_position_embeddings=64, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, **sizes)
            model = AutoModelForCausalLM.from_config(config).float()
        else:
            config = LlamaConfig(num_hidden_layers=2, max_position_embeddings=64, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, **sizes)
            model = LlamaForCausalLM(config).float()
        with torch.no_grad():
            for key, p in model.named_parameters():
                is_norm = ("norm" in key or "ln_" in key) and key.endswith("weight")
                p.copy_(1 + 0.1 * torch.randn_like(p) if is_norm else 0.15 * torch.randn_like(p))
        model.save_pretrained(ROOT / "models" / name)
        (ROOT / "models" / name / "generation_config.json").unlink(missing_ok=True)


def base_of(name):
    model = AutoModelForCausalLM.from_pretrained(ROOT / "models" / name, dtype=torch.float32, attn_implementation="eager")
    model.name_or_path = "tiny/" + name  # what adapter_config.json is to say
    return model


def file_name(key):
    """Name of a trainable in memory -> name in the file (or, for prompt encoders, the bare name)."""
    if key.startswith("prompt_encoder.default."):
        return key.removeprefix("prompt_encoder.default.")
    key = key.replace(".modules_to_save.default.", ".").replace(".default", "")
    return key.removesuffix(".weight") if key.endswith("lora_magnitude_vector.weight") else key


def option(cases, name, fallback, *arguments):
    value = getattr(cases, name, fallback)
    return value(*arguments) if callable(value) else value


def run_case(cases, name, model_name, given):
    folder = ROOT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    seed = sum(map(ord, name))
    torch.manual_seed(seed)
    base = base_of(model_name)
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(0, base.config.vocab_size, (2, 7), generator=generator)
    labels = ids.clone()
    labels[0, :3] = -100
    labels[1, 4] = -100
    inputs = dict(input_ids=ids)

    def logits_of(model):
        with torch.no_grad():
            return model(**inputs).logits[:, -ids.shape[1]:].float().contiguous()  # without those of virtual tokens

    out = {"input_ids": ids, "labels": labels, "base_logits": logits_of(base)}
    task_ids = getattr(cases, "TASK_IDS", None)
    if task_ids:
        inputs["task_ids"] = torch.tensor(task_ids)
    samples = None
    if option(cases, "SAMPLES", False, given):
        sample_ids = torch.randint(0, base.config.vocab_size, (5, 2, 12), generator=generator)
        sample_labels = torch.where(torch.rand(sample_ids.shape, generator=generator) < 0.25, -100, sample_ids)
        out.update({"samples.input_ids": sample_ids, "samples.labels": sample_labels})
        samples = [dict(input_ids=i, labels=l, attention_mask=torch.ones_like(i)) for i, l in zip(sample_ids, sample_labels)]
    full = cases.PEFT_TYPE == "FULL"

    def adapted():
        torch.manual_seed(seed)
        base = base_of(model_name)
        if full:
            for p in base.parameters():
                p.requires_grad_(True)
            return base
        if hasattr(cases, "prepare"):
            base.config.use_cache = False
        config = peft.PEFT_TYPE_TO_CONFIG_MAPPING[cases.PEFT_TYPE](task_type="CAUSAL_LM", **given)
        with contextlib.chdir(folder):
            if samples:
                cases.before_adapter(base, config, samples)
            model = get_peft_model(base, config)
            if samples:
                cases.after_adapter(model, samples)
        return model

    def trained_of(model):
        trained = {getattr(cases, "FILE_NAME", file_name)(k): p for k, p in model.named_parameters() if p.requires_grad}
        encoder = [k for k in trained if not k.startswith("base_model.")]
        if cases.PEFT_TYPE in ("PREFIX_TUNING", "PROMPT_TUNING") and encoder == ["embedding.weight"]:
            trained["prompt_embeddings"] = trained.pop("embedding.weight")
        return trained

    if hasattr(cases, "prepare"):
        cases.prepare(lambda: base_of(model_name), folder)
    model = adapted()
    if samples:
        out.update({"data." + k: v.detach().clone() for k, v in cases.fresh(model, folder).items()})
    if hasattr(cases, "SEEDED"):
        for key, value in peft.get_peft_model_state_dict(model).items():
            if cases.SEEDED(key):
                out["fresh." + key] = value.detach().clone()
    with torch.no_grad():
        for key, p in model.named_parameters():
            if p.requires_grad:
                p.add_(option(cases, "PERTURB", 0.05, key) * torch.randn_like(p))
    model.eval()  # dropout off
    trained = trained_of(model)

    out["logits"] = logits_of(model)  # before saving: COFT puts its values in place in the forward pass
    if hasattr(cases, "before_save"):
        cases.before_save(model)
    if full:
        save_file({k: p.detach().clone() for k, p in trained.items()}, folder / "adapter_model.safetensors", metadata={"format": "pt"})
        bookkeeping = dict(auto_mapping=None, base_model_name_or_path="tiny/" + model_name, inference_mode=True, peft_type="FULL", peft_version=peft.__version__,
                           revision=None, task_type="CAUSAL_LM")
        (folder / "adapter_config.json").write_text(json.dumps(bookkeeping, indent=2, sort_keys=True))
    else:
        model.save_pretrained(folder)
        (folder / "README.md").unlink()
    if hasattr(cases, "after_save"):
        cases.after_save(model, folder)
    saved = load_file(folder / "adapter_model.safetensors")
    for key, p in trained.items():
        if key not in saved:
            out["start." + key] = p.detach().clone()

    if not full:
        with model.disable_adapter():
            disabled = logits_of(model)
        if option(cases, "MOVES_BASE", False, given):
            out["disabled_logits"] = disabled
        if option(cases, "MERGES", True, given, model_name):
            model.merge_adapter()
            out["merged_logits"] = logits_of(model)
            # Unmerging rounds: take the exact values back.
            model = adapted()
            result = peft.set_peft_model_state_dict(model, saved)
            assert not result.unexpected_keys, result.unexpected_keys
            model.eval()
            trained = trained_of(model)
            assert torch.allclose(out["logits"], logits_of(model), atol=1e-5), name

    optimizer = torch.optim.AdamW(trained.values(), lr=LEARNING_RATE)
    losses = []
    training = option(cases, "TRAINING", False, given)
    if training:
        model.train()
        torch.manual_seed(0)
    for step in range(STEPS):
        loss = model(**inputs, labels=labels).loss + option(cases, "EXTRA_LOSS", 0.0, model)
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            out["loss"] = loss.detach().clone()
            for key, p in trained.items():
                assert (p.grad is None) == option(cases, "NO_GRAD", False, key), (name, key)
                out["grad." + key] = torch.zeros_like(p) if p.grad is None else p.grad.detach().clone()
        losses.append(loss.item())
        optimizer.step()
        if hasattr(cases, "after_step"):
            cases.after_step(model, step + 1)
    out["losses"] = torch.tensor(losses, dtype=torch.float64).float()
    assert losses[-1] < losses[0], (name, losses)
    save_file({k: v.contiguous() for k, v in out.items()}, folder / "expected.safetensors", metadata={"format": "pt"})
    case = dict(model=model_name, config=dict(peft_type=cases.PEFT_TYPE, **given))
    if training:
        case["training"] = True
    if samples:
        case["samples"] = True
    if task_ids:
        case["task_ids"] = task_ids
    if hasattr(cases, "BOUNDS"):
        case["bounds"] = cases.BOUNDS
    (folder / "case.json").write_text(json.dumps(case, indent=1, sort_keys=True) + "\n")
    print(f"{name:28s} loss {losses[0]:.4f} -> {losses[-1]:.4f}  {len(trained)} tensors")


def main():
    torch.set_num_threads(1)
    sys.path.insert(0, str(HERE))
    chosen = sys.argv[1:] or sorted(f.stem for f in (HERE / "peft_cases").glob("*.py"))
    if not sys.argv[1:]:
        shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(exist_ok=True)
    make_models()
    for choice in chosen:
        name, _, only = choice.partition(":")
        cases = importlib.import_module("peft_cases." + name)
        for case, (model_name, given) in cases.CASES.items():
            if not only or case == only:
                run_case(cases, case, model_name, given)
    total = sum(f.stat().st_size for f in ROOT.rglob("*") if f.is_file())
    print(f"{total / 1e6:.2f} MB")
    assert total < 8e6


main()
