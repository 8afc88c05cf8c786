# SPDX-License-Identifier: GPL-3.0-or-later
"""Several adapters at once, `paretune combine` against PEFT's add_weighted_adapter, and `paretune convert` against PEFT's convert_to_lora, live.

  combinations.py BIN_FOLDER
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.simplefilter("ignore")
import peft
import torch
from peft import LoraConfig, PeftMixedModel, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.utils import logging as transformers_logging

transformers_logging.disable_progress_bar()
program = pathlib.Path(sys.argv[1]) / "paretune"
faults = 0


def report(name, error, bound):
    global faults
    good = error <= bound
    faults += not good
    print(f"{'ok   ' if good else 'FAULT'} {name}: {error:.1e}")


def run(*arguments, fails=False):
    done = subprocess.run([program, *map(str, arguments), "--device", "cpu", "--threads", "1", "--home", work / "home"], capture_output=True, text=True)
    assert (done.returncode != 0) == fails, (arguments, done.stderr)
    return done.stdout if not fails else done.stderr


def base():
    return LlamaForCausalLM.from_pretrained(work / "model", dtype=torch.float32)


def logits(model):
    with torch.no_grad():
        return model.eval()(ids).logits


def ours(folder):
    folders = folder if isinstance(folder, list) else [folder]
    adapters = [x for f in folders for x in ("--adapter", f)]
    run("forward", "--model", work / "model", *adapters, "--input", work / "in.safetensors", "--output", work / "out.safetensors")
    return load_file(work / "out.safetensors")["logits"]


def relative(a, b):
    return ((a - b).abs().max() / b.abs().max()).item()


def moved(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in model.parameters():
            if p.requires_grad:
                p.add_(0.1 * torch.randn(p.shape, generator=generator))
    return model


def combinations():
    settings = [dict(r=4, lora_alpha=6, target_modules=["q_proj", "down_proj"]), dict(r=4, lora_alpha=3, target_modules=["q_proj", "v_proj"]),
                dict(r=3, lora_alpha=3, target_modules=["k_proj", "embed_tokens"], use_rslora=True)]
    for i, given in enumerate(settings):
        moved(get_peft_model(base(), LoraConfig(task_type="CAUSAL_LM", **given)), i).save_pretrained(work / f"part{i}")
    weights = [0.7, -1.3, 0.5]
    cases = [("linear", 2, {}), ("cat", 3, {}), ("svd", 3, {}), ("svd", 2, dict(svd_rank=6)), ("svd", 2, dict(svd_clamp=0.9)), ("ties", 2, dict(density=0.4)),
             ("ties", 2, dict(density=0.4, majority_sign_method="frequency")), ("ties_svd", 3, dict(density=0.6)), ("magnitude_prune", 2, dict(density=0.3)),
             ("magnitude_prune_svd", 3, dict(density=0.3)), ("dare_linear", 2, dict(density=1.0)), ("dare_ties", 2, dict(density=1.0)),
             ("dare_linear_svd", 3, dict(density=1.0)), ("dare_ties_svd", 3, dict(density=1.0))]
    for number, (kind, count, options) in enumerate(cases):
        model = PeftModel.from_pretrained(base(), work / "part0", adapter_name="a0")
        for i in range(1, count):
            model.load_adapter(work / f"part{i}", adapter_name=f"a{i}")
        model.add_weighted_adapter([f"a{i}" for i in range(count)], weights[:count], "new", combination_type=kind, **options)
        model.set_adapter("new")
        arguments = [x for i in range(count) for x in ("--adapter", work / f"part{i}", "--weight", weights[i])]
        for key, value in options.items():
            arguments += ["--" + key.replace("_", "-"), value]
        folder = work / f"combined{number}"
        run("combine", "--model", work / "model", "--type", kind, "--out", folder, *arguments)
        report(f"combine {kind} of {count} {options}", relative(ours(folder), logits(model)), 1e-4)
        report(f"  Python reads it", relative(logits(PeftModel.from_pretrained(base(), folder)), ours(folder)), 1e-4)
    # DARE drops at random: what it keeps is right on average.
    total = 0
    for seed in range(12):
        run("combine", "--model", work / "model", "--type", "dare_linear", "--density", 0.5, "--seed", seed, "--out", work / f"dare{seed}", "--adapter", work / "part0")
        total = total + load_file(work / f"dare{seed}" / "adapter_model.safetensors")["base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"] / 12
    whole = load_file(work / "part0" / "adapter_model.safetensors")["base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"] * (6 / 4) ** 0.5
    report("dare_linear at density 0.5, mean of 12 draws", ((total - whole).norm() / whole.norm()).item(), 0.45)
    assert "ranks" in run("combine", "--model", work / "model", "--type", "linear", "--out", work / "no", "--adapter", work / "part0", "--adapter", work / "part2",
                          fails=True)


def several():
    """More than one adapter at work: of one type as PEFT's set_adapter with a list, of different types as its mixed models."""
    configs = {
        "lora": ("LORA", dict(r=4, target_modules=["q_proj", "down_proj", "embed_tokens"])),
        "lora2": ("LORA", dict(r=3, lora_alpha=7, use_rslora=True, target_modules=["q_proj", "v_proj"])),
        "dora": ("LORA", dict(r=3, use_dora=True, target_modules=["q_proj", "v_proj"])),
        "loha": ("LOHA", dict(r=3, target_modules=["q_proj", "o_proj"])),
        "lokr": ("LOKR", dict(r=3, target_modules=["q_proj", "v_proj"])),
        "ia3": ("IA3", dict(target_modules=["k_proj", "down_proj"], feedforward_modules=["down_proj"])),
        "ia3b": ("IA3", dict(target_modules=["k_proj", "v_proj"], feedforward_modules=[])),
    }
    for i, (name, (kind, given)) in enumerate(configs.items()):
        torch.manual_seed(20 + i)
        moved(get_peft_model(base(), peft.PEFT_TYPE_TO_CONFIG_MAPPING[kind](task_type="CAUSAL_LM", **given)), 30 + i).save_pretrained(work / name)
    pairs = {
        "OFT": [dict(r=0, oft_block_size=4), dict(r=0, oft_block_size=8)],
        "BOFT": [dict(boft_block_size=4), dict(boft_block_size=2, boft_n_butterfly_factor=2)],
        "HRA": [dict(r=4), dict(r=2, apply_GS=True)],
        "ROAD": [dict(group_size=4), dict(group_size=8, variant="road_2")],
        "LOHA": [dict(r=3), dict(r=2)],
        "LOKR": [dict(r=3), dict(r=2)],
        "MISS": [dict(r=4), dict(r=8)],
        "DELORA": [dict(r=3), dict(r=2)],
        "VERA": [dict(r=4), dict(r=4)],
        "FOURIERFT": [dict(n_frequency=30, scaling=20.0), dict(n_frequency=40, scaling=9.0)],
        "C3A": [dict(block_size=8), dict(block_size=4)],
        "HIRA": [dict(r=3), dict(r=2)],
        "GRALORA": [dict(r=4, gralora_k=2), dict(r=8, gralora_k=4)],
        "RANDLORA": [dict(r=4), dict(r=4)],
        "SHIRA": [dict(r=2), dict(r=3, random_seed=5)],
        "PSOFT": [dict(r=4), dict(r=3)],
    }
    for kind, givens in pairs.items():
        for i, given in enumerate(givens):
            torch.manual_seed(60 + i)
            config = peft.PEFT_TYPE_TO_CONFIG_MAPPING[kind](task_type="CAUSAL_LM", target_modules=["q_proj", "v_proj"], **given)
            moved(get_peft_model(base(), config), 70 + i).save_pretrained(work / f"{kind}{i}")
    for names in (["lora", "lora2"], ["ia3", "ia3b"], *([f"{kind}0", f"{kind}1"] for kind in pairs)):
        model = PeftModel.from_pretrained(base(), work / names[0], adapter_name=names[0])
        model.load_adapter(work / names[1], adapter_name=names[1])
        try:
            model.base_model.set_adapter(names)
            logits(model)
        except Exception as error:  # noqa: BLE001 - PEFT allows one of this type only
            print("PEFT does not put together", names, type(error).__name__, error)
            continue
        if names[0] == "OFT0":
            names = names[::-1]  # PEFT's OFT turns the input by the first before the second; here the first given lies innermost
        report(f"together {names}", relative(ours([work / n for n in names]), logits(model)), 1e-4)
    for names in (["lora", "loha"], ["lokr", "lora", "loha"], ["loha", "lora2", "lokr"]):
        model = PeftMixedModel.from_pretrained(base(), str(work / names[0]), adapter_name=names[0])
        for name in names[1:]:
            model.load_adapter(str(work / name), adapter_name=name)
        model.set_adapter(names)
        report(f"mixed {names}", relative(ours([work / n for n in names]), logits(model)), 1e-4)
    alone = ours(work / "lora")
    assert torch.equal(ours([work / "lora"]), alone) and not torch.allclose(ours([work / "dora", work / "lora"]), alone)


def factors(folder):
    """B A of every module of a LoRA folder with scaling 1."""
    tensors = load_file(folder / "adapter_model.safetensors")
    return {k.split(".lora_A")[0]: tensors[k.replace("lora_A", "lora_B")] @ v for k, v in tensors.items() if "lora_A" in k}


def weight_change(source):
    """Merged minus base of every module that changes."""
    merged = PeftModel.from_pretrained(base(), source).merge_and_unload().state_dict()
    return {"base_model.model." + k.removesuffix(".weight"): merged[k] - v for k, v in base().state_dict().items() if not torch.equal(merged[k], v)}


def conversions():
    configs = {
        "LOHA": dict(r=3, alpha=3, target_modules=["q_proj", "down_proj"]),
        "LOKR": dict(r=3, alpha=3, target_modules=["q_proj", "down_proj"]),
        "VERA": dict(r=4, target_modules=["q_proj", "o_proj"]),
        "MISS": dict(r=4, target_modules=["q_proj", "v_proj"]),
        "C3A": dict(block_size=8, target_modules=["q_proj", "o_proj"]),
        "DELORA": dict(r=4, target_modules=["q_proj", "down_proj"]),
        "GRALORA": dict(r=8, gralora_k=4, target_modules=["q_proj"]),
        "FOURIERFT": dict(n_frequency=40, scaling=10.0, target_modules=["q_proj", "down_proj"]),
        "RANDLORA": dict(r=4, target_modules=["q_proj", "o_proj"]),
        "LORA": dict(r=6, target_modules=["q_proj", "down_proj"]),
    }
    held = {json.loads(line)["peft_type"] for line in run("methods", "--json").splitlines()}
    for kind, given in configs.items():
        if kind not in held:
            continue
        torch.manual_seed(5)
        model = moved(get_peft_model(base(), peft.PEFT_TYPE_TO_CONFIG_MAPPING[kind](task_type="CAUSAL_LM", **given)), 8)
        source = work / f"source_{kind}"
        model.save_pretrained(source)
        for number, wanted in enumerate((3, 0.7)):
            if kind == "MISS" and number == 0:
                continue  # PEFT returns MiSS at its own rank whatever is asked; here the rank asked for is given
            theirs = work / f"theirs_{kind}_{number}"
            if kind == "MISS":
                wanted = 1.0
            peft.save_as_lora(theirs, model, rank=wanted)
            mine = work / f"mine_{kind}_{number}"
            said = json.loads(run("convert", "--adapter", source, "--model", work / "model", "--to", "lora", "--rank" if isinstance(wanted, int) else "--threshold", wanted,
                                  "--out", mine, "--json"))
            delta = weight_change(source)
            left = lambda folder: (sum(((delta[k] - v) ** 2).sum() for k, v in factors(folder).items()) / sum((v ** 2).sum() for v in delta.values())).sqrt().item()  # noqa: E731, B023
            if kind == "C3A":  # singular values of circulant blocks come in pairs, so the best change of a rank is not unique
                report(f"convert {kind} to {wanted}", abs(left(mine) - left(theirs)), 1e-5)
            else:
                report(f"convert {kind} to {wanted}", relative(ours(mine), logits(PeftModel.from_pretrained(base(), theirs))), 1e-3)
            report("  the error it says is the error it has", abs(said["relative_error"] - left(mine)), 1e-4)
        full = work / f"full_{kind}"
        run("convert", "--adapter", source, "--model", work / "model", "--threshold", 1, "--out", full)
        report(f"convert {kind} whole", relative(ours(full), logits(model)), 1e-4)


with tempfile.TemporaryDirectory() as temp:
    work = pathlib.Path(temp)
    torch.set_num_threads(1)
    torch.manual_seed(3)
    LlamaForCausalLM(LlamaConfig(hidden_size=40, intermediate_size=56, num_hidden_layers=2, num_attention_heads=5, num_key_value_heads=1, vocab_size=60,
                                 max_position_embeddings=64, initializer_range=0.15)).save_pretrained(work / "model")
    ids = torch.randint(0, 60, (2, 9))
    save_file(dict(input_ids=ids), work / "in.safetensors")
    several()
    combinations()
    conversions()
print(f"{faults} faults")
sys.exit(1 if faults else 0)
