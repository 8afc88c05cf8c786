# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/goldens/peft: what Python PEFT computes for every method, on tiny random Llama models.

Pinned: torch 2.11.0, transformers 5.23.0, peft 0.21.2. Run from anywhere: python make_peft_goldens.py

  models/<model>/                 HF folder
  <case>/adapter_config.json      with adapter_model.safetensors: the folder PEFT writes, values moved away from the fresh ones
  <case>/case.json                model, config as given, tolerance remarks
  <case>/expected.safetensors     input_ids, labels, logits, loss, losses (ten AdamW steps), grad.<PEFT name>, and where they apply
                                  start.<name> (trainables the file does not hold), merged_logits, disabled_logits
"""
import json
import os
import pathlib
import shutil

os.environ["HF_HUB_OFFLINE"] = "1"

import peft
import torch
import transformers
from peft import get_peft_model
from safetensors.torch import load_file, save_file
from transformers import LlamaConfig, LlamaForCausalLM

assert (torch.__version__.split("+")[0], transformers.__version__, peft.__version__) == ("2.11.0", "5.23.0", "0.21.2")
ROOT = pathlib.Path(__file__).parent / "peft"
LEARNING_RATE, STEPS = 5e-3, 10

MODELS = {
    "llama": dict(hidden_size=64, intermediate_size=96, num_attention_heads=4, num_key_value_heads=2, vocab_size=96),
    "llama_bias": dict(hidden_size=32, intermediate_size=48, num_attention_heads=4, num_key_value_heads=2, vocab_size=64, attention_bias=True,
                       mlp_bias=True),
    "llama_tied": dict(hidden_size=32, intermediate_size=40, num_attention_heads=4, num_key_value_heads=2, vocab_size=64, tie_word_embeddings=True),
    "llama_nano": dict(hidden_size=16, intermediate_size=24, num_attention_heads=2, num_key_value_heads=1, vocab_size=32),
}

ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
# name -> (model, peft_type, config)
CASES = {
    "lora_default": ("llama", "LORA", dict(r=4)),
    "lora_all_linear": ("llama_nano", "LORA", dict(r=3, lora_alpha=12, target_modules="all-linear", lora_dropout=0.1)),
    "lora_regex_rslora": ("llama_bias", "LORA", dict(r=4, lora_alpha=6, use_rslora=True, target_modules=r".*\.1\..*(q|down)_proj")),
    "lora_patterns": ("llama_bias", "LORA", dict(r=2, lora_alpha=4, target_modules=ALL7, exclude_modules=["layers.0.mlp.up_proj", "o_proj"],
                                                 rank_pattern={"q_proj": 3, r".*\.0\.mlp\.down_proj": 1}, alpha_pattern={"^model.layers.1.self_attn.v_proj": 9})),
    "lora_layers": ("llama_bias", "LORA", dict(r=2, target_modules=["q_proj", "model.layers.0.mlp.gate_proj"], layers_to_transform=[1],
                                               layers_pattern="layers")),
    "lora_bias_all": ("llama_bias", "LORA", dict(r=2, bias="all")),
    "lora_bias_only": ("llama_bias", "LORA", dict(r=2, bias="lora_only", lora_bias=True)),
    "lora_modules_to_save": ("llama_nano", "LORA", dict(r=2, modules_to_save=["lm_head", "input_layernorm"])),
    "lora_embedding": ("llama_nano", "LORA", dict(r=2, target_modules=["embed_tokens", "lm_head", "q_proj"])),
    "lora_embedding_tied": ("llama_tied", "LORA", dict(r=2, target_modules=["embed_tokens", "v_proj"])),
    "lora_saved_head_tied": ("llama_tied", "LORA", dict(r=2, modules_to_save=["lm_head"])),
    "lora_gaussian": ("llama_nano", "LORA", dict(r=2, init_lora_weights="gaussian", target_modules=["o_proj", "up_proj"])),
    "lora_orthogonal": ("llama_nano", "LORA", dict(r=4, init_lora_weights="orthogonal")),
    "lora_pissa": ("llama_nano", "LORA", dict(r=3, lora_alpha=6, init_lora_weights="pissa", target_modules=ALL7)),
    "lora_olora": ("llama_nano", "LORA", dict(r=3, lora_alpha=6, init_lora_weights="olora", target_modules=ALL7)),
    "dora": ("llama_bias", "LORA", dict(r=2, lora_alpha=6, use_dora=True, target_modules=["q_proj", "down_proj"])),
    "dora_embedding": ("llama_nano", "LORA", dict(r=2, use_dora=True, target_modules=["embed_tokens", "v_proj"])),
    "ia3_default": ("llama", "IA3", dict()),
    "ia3_regex": ("llama_bias", "IA3", dict(target_modules=r".*(q_proj|up_proj|down_proj)", feedforward_modules=r".*\.mlp\..*")),
    "ln_tuning_default": ("llama", "LN_TUNING", dict()),
    "ln_tuning_chosen": ("llama_nano", "LN_TUNING", dict(target_modules=["norm", "v_proj"], modules_to_save=["lm_head"])),
    "prefix_tuning": ("llama", "PREFIX_TUNING", dict(num_virtual_tokens=5)),
    "prefix_tuning_projection": ("llama_nano", "PREFIX_TUNING", dict(num_virtual_tokens=3, prefix_projection=True, encoder_hidden_size=10)),
    "prefix_tuning_saved_head": ("llama_nano", "PREFIX_TUNING", dict(num_virtual_tokens=2, modules_to_save=["lm_head"])),
    "oft_default": ("llama", "OFT", dict(oft_block_size=8)),
    "oft_exact": ("llama_bias", "OFT", dict(r=4, oft_block_size=0, use_cayley_neumann=False, target_modules=ALL7, bias="oft_only")),
    "oft_shared": ("llama_nano", "OFT", dict(oft_block_size=7, block_share=True, num_cayley_neumann_terms=3, target_modules=["q_proj", "down_proj"])),
    "oft_constrained": ("llama_nano", "OFT", dict(oft_block_size=4, coft=True, eps=0.05, num_cayley_neumann_terms=7)),
    "oft_embedding": ("llama_nano", "OFT", dict(oft_block_size=4, target_modules=["embed_tokens", "o_proj"], num_cayley_neumann_terms=2)),
    "full": ("llama_nano", "FULL", dict()),
}
NO_MERGE = {"PREFIX_TUNING"}
MUTATING = ("pissa", "olora")


def make_models():
    for i, (name, sizes) in enumerate(MODELS.items()):
        torch.manual_seed(100 + i)
        config = LlamaConfig(num_hidden_layers=2, max_position_embeddings=64, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, **sizes)
        model = LlamaForCausalLM(config).float()
        with torch.no_grad():
            for key, p in model.named_parameters():
                p.copy_(1 + 0.1 * torch.randn_like(p) if "norm" in key else 0.15 * torch.randn_like(p))
        model.save_pretrained(ROOT / "models" / name)
        (ROOT / "models" / name / "generation_config.json").unlink(missing_ok=True)


def base_of(name):
    model = LlamaForCausalLM.from_pretrained(ROOT / "models" / name, dtype=torch.float32, attn_implementation="eager")
    model.name_or_path = "tiny/" + name  # what adapter_config.json is to say
    return model


def file_name(key):
    """Name of a trainable in memory -> name in the file (or, for prompt encoders, the bare name)."""
    if key.startswith("prompt_encoder.default."):
        return key.removeprefix("prompt_encoder.default.")
    key = key.replace(".modules_to_save.default.", ".").replace(".default", "")
    return key.removesuffix(".weight") if key.endswith("lora_magnitude_vector.weight") else key


def perturb(model, peft_type):
    with torch.no_grad():
        for key, p in model.named_parameters():
            if p.requires_grad:
                size = {"OFT": 0.08, "FULL": 0.03}.get(peft_type, 0.05 if "embedding_B" not in key else 0.2)
                p.add_(size * torch.randn_like(p))


def logits_of(model, ids):
    with torch.no_grad():
        return model(input_ids=ids).logits.float().contiguous()


def run_case(name, model_name, peft_type, given):
    folder = ROOT / name
    folder.mkdir()
    seed = sum(map(ord, name))
    torch.manual_seed(seed)
    base = base_of(model_name)
    vocab = base.config.vocab_size
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(0, vocab, (2, 7), generator=generator)
    labels = ids.clone()
    labels[0, :3] = -100
    labels[1, 4] = -100
    out = {"input_ids": ids, "labels": labels, "base_logits": logits_of(base, ids)}

    if peft_type == "FULL":
        model = base
        for p in model.parameters():
            p.requires_grad_(True)
    else:
        config = peft.PEFT_TYPE_TO_CONFIG_MAPPING[peft_type](task_type="CAUSAL_LM", **given)
        model = get_peft_model(base, config)
    perturb(model, peft_type)
    model.eval()  # dropout off
    trained = {file_name(k): p for k, p in model.named_parameters() if p.requires_grad}
    if peft_type == "PREFIX_TUNING" and not given.get("prefix_projection"):
        trained = {("prompt_embeddings" if k == "embedding.weight" else k): p for k, p in trained.items()}

    out["logits"] = logits_of(model, ids)  # before saving: COFT puts its values in place in the forward pass
    if peft_type == "FULL":
        save_file({k: p.detach().clone() for k, p in trained.items()}, folder / "adapter_model.safetensors", metadata={"format": "pt"})
        bookkeeping = dict(auto_mapping=None, base_model_name_or_path="tiny/" + model_name, inference_mode=True, peft_type="FULL", peft_version=peft.__version__,
                           revision=None, task_type="CAUSAL_LM")
        (folder / "adapter_config.json").write_text(json.dumps(bookkeeping, indent=2, sort_keys=True))
    else:
        model.save_pretrained(folder)
        (folder / "README.md").unlink()
    saved = load_file(folder / "adapter_model.safetensors")
    for key, p in trained.items():
        if key not in saved:
            out["start." + key] = p.detach().clone()

    if peft_type != "FULL":
        with model.disable_adapter():
            disabled = logits_of(model, ids)
        if str(given.get("init_lora_weights")).startswith(MUTATING):
            out["disabled_logits"] = disabled
        if peft_type not in NO_MERGE and not (peft_type == "LORA" and MODELS[model_name].get("tie_word_embeddings") and "embed_tokens" in given.get("target_modules", ())):
            # PEFT folds into the storage that a tied head shares, so its merged model is another one there.
            if not (given.get("lora_bias") and not MODELS[model_name].get("attention_bias")):
                model.merge_adapter()
                out["merged_logits"] = logits_of(model, ids)
                model.unmerge_adapter()
        if peft_type == "LORA" or peft_type == "OFT" or peft_type == "IA3":  # unmerging rounds: take the exact values back
            model = None
            base = base_of(model_name)
            torch.manual_seed(seed)
            model = get_peft_model(base, peft.PEFT_TYPE_TO_CONFIG_MAPPING[peft_type](task_type="CAUSAL_LM", **given))
            result = peft.set_peft_model_state_dict(model, saved)
            assert not result.unexpected_keys, result.unexpected_keys
            model.eval()
            trained = {file_name(k): p for k, p in model.named_parameters() if p.requires_grad}
            assert torch.allclose(out["logits"], logits_of(model, ids), atol=1e-5), name

    optimizer = torch.optim.AdamW(trained.values(), lr=LEARNING_RATE)
    losses = []
    for step in range(STEPS):
        loss = model(input_ids=ids, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            out["loss"] = loss.detach().clone()
            for key, p in trained.items():
                assert p.grad is not None, (name, key)
                out["grad." + key] = p.grad.detach().clone()
        losses.append(loss.item())
        optimizer.step()
    out["losses"] = torch.tensor(losses, dtype=torch.float64).float()
    assert losses[-1] < losses[0], (name, losses)
    save_file({k: v.contiguous() for k, v in out.items()}, folder / "expected.safetensors", metadata={"format": "pt"})
    (folder / "case.json").write_text(json.dumps(dict(model=model_name, config=dict(peft_type=peft_type, **given)), indent=1, sort_keys=True) + "\n")
    print(f"{name:28s} loss {losses[0]:.4f} -> {losses[-1]:.4f}  {len(trained)} tensors")


def main():
    torch.set_num_threads(1)
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir()
    make_models()
    for name, (model_name, peft_type, given) in CASES.items():
        run_case(name, model_name, peft_type, given)
    total = sum(f.stat().st_size for f in ROOT.rglob("*") if f.is_file())
    print(f"{total / 1e6:.2f} MB")
    assert total < 2e6


main()
