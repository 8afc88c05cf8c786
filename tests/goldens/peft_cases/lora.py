# SPDX-License-Identifier: GPL-3.0-or-later
import dataclasses
import json
import sys
import types

import loftq_on_cpu
import torch
from peft import LoraConfig, get_peft_model_state_dict
from peft.utils.other import get_pattern_key
from safetensors.torch import load_file, save_file
from transformers.pytorch_utils import Conv1D

sys.modules.setdefault("attr", dataclasses)  # PEFT's CorDA takes its dataclass from attrs, which is not installed
from peft.tuners.lora.corda import preprocess_corda
from peft.tuners.lora.eva import initialize_lora_eva_weights
from peft.tuners.lora.loraga import preprocess_loraga
from peft.tuners.lora.monteclora import BufferedMontecloraSampler

loftq_on_cpu.install()

ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "LORA"


def TOKENS_TOGETHER(given):  # its basis is an average over all tokens of a pass, which are padding too in Python
    return "velora_config" in given


def DRAWS_WHILE_TRAINING(given):
    return "monteclora_config" in given or given.get("velora_config", {}).get("init_type") == "random"


CASES = {
    "lora_default": ("llama", dict(r=4)),
    "lora_all_linear": ("llama_nano", dict(r=3, lora_alpha=12, target_modules="all-linear", lora_dropout=0.1)),
    "lora_regex_rslora": ("llama_bias", dict(r=4, lora_alpha=6, use_rslora=True, target_modules=r".*\.1\..*(q|down)_proj")),
    "lora_replicated": ("llama_nano", dict(r=2, layer_replication=[[0, 2], [1, 2], [0, 1]], target_modules=["q_proj", "down_proj"])),
    "lora_replicated_layers": ("llama_bias", dict(r=3, layer_replication=[[1, 2], [0, 2]], target_modules=ALL7, layers_to_transform=[1, 2], use_dora=True,
                                                  modules_to_save=["lm_head"])),
    "lora_few_directions": ("llama_nano", dict(r=20, init_lora_weights="olora", target_modules=["v_proj", "q_proj"])),
    "lora_positions": ("gpt2", dict(r=2, target_modules=["wpe", "lm_head"])),
    "lora_patterns": ("llama_bias", dict(r=2, lora_alpha=4, target_modules=ALL7, exclude_modules=["layers.0.mlp.up_proj", "o_proj"],
                                                 rank_pattern={"q_proj": 3, r".*\.0\.mlp\.down_proj": 1}, alpha_pattern={"^model.layers.1.self_attn.v_proj": 9})),
    "lora_layers": ("llama_bias", dict(r=2, target_modules=["q_proj", "model.layers.0.mlp.gate_proj"], layers_to_transform=[1],
                                               layers_pattern="layers")),
    "lora_bias_all": ("llama_bias", dict(r=2, bias="all")),
    "lora_bias_only": ("llama_bias", dict(r=2, bias="lora_only", lora_bias=True)),
    "lora_modules_to_save": ("llama_nano", dict(r=2, modules_to_save=["lm_head", "input_layernorm"])),
    "lora_embedding": ("llama_nano", dict(r=2, target_modules=["embed_tokens", "lm_head", "q_proj"])),
    "lora_embedding_tied": ("llama_tied", dict(r=2, target_modules=["embed_tokens", "v_proj"])),
    "lora_saved_head_tied": ("llama_tied", dict(r=2, modules_to_save=["lm_head"])),
    "lora_gaussian": ("llama_nano", dict(r=2, init_lora_weights="gaussian", target_modules=["o_proj", "up_proj"])),
    "lora_orthogonal": ("llama_nano", dict(r=4, init_lora_weights="orthogonal")),
    "lora_pissa": ("llama_nano", dict(r=3, lora_alpha=6, init_lora_weights="pissa", target_modules=ALL7)),
    "lora_olora": ("llama_nano", dict(r=3, lora_alpha=6, init_lora_weights="olora", target_modules=ALL7)),
    "dora": ("llama_bias", dict(r=2, lora_alpha=6, use_dora=True, target_modules=["q_proj", "down_proj"])),
    "dora_embedding": ("llama_nano", dict(r=2, use_dora=True, target_modules=["embed_tokens", "v_proj"])),
    "lora_kasa": ("llama_nano", dict(r=2, lora_alpha=4, kasa_config={}, target_modules=ALL7)),
    "lora_kasa_weights": ("llama_bias", dict(r=3, kasa_config=dict(beta=0.02, gamma=0.05), lora_bias=True, target_modules=["k_proj", "down_proj"])),
    "lora_mica": ("llama_nano", dict(r=2, lora_alpha=6, init_lora_weights="mica", target_modules=["embed_tokens", "k_proj", "down_proj"])),
    "lora_bdlora": ("llama_nano", dict(r=4, lora_alpha=6, target_modules=ALL7, use_bdlora=dict(
        target_modules_bd_a=["o_proj", "down_proj"], target_modules_bd_b=["q_proj", "k_proj", "v_proj", "gate_proj"], nblocks=2, match_strict=False))),
    "lora_velora": ("llama_nano", dict(r=2, lora_alpha=4, velora_config={}, target_modules=["q_proj", "down_proj"])),
    "lora_velora_once": ("gpt2", dict(r=2, velora_config=dict(num_groups=5, scale=0.7, init_type="batch_average_once"),
                                      target_modules=["c_attn", "mlp.c_proj"])),
    "lora_velora_random": ("llama_bias", dict(r=2, velora_config=dict(num_groups=4, init_type="random"), lora_bias=True, target_modules=["v_proj"])),
    "lora_monteclora": ("llama_nano", dict(r=3, lora_alpha=6, monteclora_config=dict(num_samples=4, sample_scaler=0.05, kl_loss_weight=0.01,
                                                                                     dirichlet_prior=0.3, use_entropy=True, buffer_size=1),
                                           target_modules=["q_proj", "o_proj", "up_proj"])),
    "lora_alora": ("llama_nano", dict(r=2, lora_alpha=6, alora_invocation_tokens=[10, 8], target_modules=ALL7)),
    "lora_alora_gpt2": ("gpt2", dict(r=2, alora_invocation_tokens=[10, 19], target_modules=["c_attn", "mlp.c_fc"])),
    "lora_gpt2": ("gpt2", dict(r=2, lora_alpha=6, target_modules="all-linear", lora_dropout=0.1, bias="lora_only")),
    "lora_gpt2_pissa": ("gpt2", dict(r=2, init_lora_weights="pissa")),
    "lora_loftq": ("llama_nano", dict(r=2, lora_alpha=4, init_lora_weights="loftq", loftq_config=dict(loftq_bits=4, loftq_iter=3), target_modules=ALL7)),
    "lora_loftq_8bit": ("llama_bias", dict(r=3, init_lora_weights="loftq", loftq_config=dict(loftq_bits=8, loftq_iter=1), target_modules=["q_proj", "down_proj"])),
    "lora_eva": ("llama_nano", dict(r=2, lora_alpha=6, init_lora_weights="eva", eva_config={}, target_modules=ALL7)),
    "lora_eva_whiten": ("llama_bias", dict(r=2, init_lora_weights="eva", eva_config=dict(rho=3.0, tau=0.9, whiten=True, use_label_mask=False,
                                                                                          adjust_scaling_factors=False),
                                            rank_pattern={"k_proj": 1, "down_proj": 3}, alpha_pattern={"down_proj": 9},
                                            target_modules=["embed_tokens", "q_proj", "k_proj", "down_proj"])),
    "lora_eva_gpt2": ("gpt2", dict(r=2, init_lora_weights="eva", use_rslora=True, use_dora=True, target_modules=["c_attn", "c_fc", "lm_head"])),
    "lora_corda": ("llama_nano", dict(r=3, lora_alpha=6, init_lora_weights="corda", target_modules=ALL7)),
    "lora_corda_kpm": ("gpt2", dict(r=2, init_lora_weights="corda", corda_config=dict(corda_method="kpm", use_float16_for_covariance=True),
                                    rank_pattern={"c_fc": 4}, target_modules=["c_attn", "c_proj", "c_fc"])),
    "lora_ga": ("llama_nano", dict(r=3, lora_alpha=6, init_lora_weights="lora_ga", lora_ga_config={}, target_modules=ALL7)),
    # Ranks at which PEFT's quick SVD (4 r directions) is exact: else it depends on the numbers it draws.
    "lora_ga_weight_svd": ("llama_bias", dict(r=8, init_lora_weights="lora_ga", lora_ga_config=dict(direction="ArBr", scale="weight_svd"),
                                              target_modules=["q_proj", "k_proj", "down_proj"])),
    "lora_ga_gd_scale": ("llama_nano", dict(r=4, lora_alpha=5, init_lora_weights="lora_ga", lora_ga_config=dict(direction="A2rBr", scale="gd_scale"),
                                            target_modules=["embed_tokens", "v_proj", "up_proj"])),
    "lora_ga_gpt2": ("gpt2", dict(r=4, init_lora_weights="lora_ga", lora_ga_config=dict(stable_gamma=4), use_rslora=True,
                                  target_modules=["c_attn", "c_fc"])),
    "lora_tokens": ("llama_nano", dict(r=2, trainable_token_indices=[1, 30, 5], modules_to_save=["lm_head"])),
    "lora_tokens_tied": ("llama_tied", dict(r=2, trainable_token_indices={"embed_tokens": [2, 7, 40]}, target_modules=["o_proj"])),
    "lora_tokens_apart": ("llama_tied", dict(r=2, trainable_token_indices={"embed_tokens": [2, 7], "lm_head": [3]}, target_modules=["o_proj"])),
    "lora_tokens_gpt2": ("gpt2", dict(r=2, trainable_token_indices=[4, 6], ensure_weight_tying=True)),
    "lora_tied_saved": ("llama_tied", dict(r=2, modules_to_save=["lm_head"], ensure_weight_tying=True)),
    "lora_tied_targets": ("llama_tied", dict(r=2, lora_alpha=3, target_modules=["lm_head", "q_proj"], ensure_weight_tying=True)),
    "lora_tied_embedding": ("llama_tied", dict(r=2, target_modules=["embed_tokens", "v_proj"], ensure_weight_tying=True)),
    "lora_parameters": ("llama_bias", dict(r=2, lora_alpha=6, target_parameters=["k_proj.weight", "mlp.down_proj.weight"], rank_pattern={"k_proj.weight": 3})),
    "lora_parameters_only": ("llama_nano", dict(r=2, target_modules=[], target_parameters=["lm_head.weight", "o_proj.weight"], init_lora_weights="gaussian")),
    "lora_qalora_dense": ("llama_nano", dict(r=2, use_qalora=True, qalora_group_size=8)),
    "dora_gpt2": ("gpt2", dict(r=2, use_dora=True, target_modules=["attn.c_proj", "c_fc"])),
    "lora_mistral": ("mistral", dict(r=2)),
    "lora_qwen2": ("qwen2", dict(r=2, target_modules="all-linear", bias="lora_only")),
    "lora_qwen3": ("qwen3", dict(r=2, target_modules="all-linear", modules_to_save=["k_norm"])),
    "lora_gemma2": ("gemma2", dict(r=2, target_modules=ALL7)),
    "lora_gemma3": ("gemma3", dict(r=2, target_modules=["embed_tokens", "q_proj", "o_proj"])),
    "lora_phi3": ("phi3", dict(r=2, target_modules="all-linear")),
    "lora_olmo2": ("olmo2", dict(r=2, target_modules="all-linear", modules_to_save=["q_norm", "lm_head"])),
    "dora_gemma2": ("gemma2", dict(r=2, use_dora=True, target_modules=["embed_tokens", "v_proj"])),
}


# Draws at every pass, in one order, instead of ahead: so they can be drawn again elsewhere.
def drawn(sampler):
    samples, rank = sampler.model.num_samples, sampler.model.out_features
    normal = torch.randn(samples, sampler.model.in_features, rank)
    squares = torch._standard_gamma(torch.full((rank,), rank / 2)) * 2
    return dict(z_mvn=normal, z_wishart=torch.diag(squares), z_dirichlet=torch.randn(samples))


BufferedMontecloraSampler.get = drawn


def EXTRA_LOSS(model):
    return model.base_model._get_kasa_loss() + model.base_model._get_monteclora_loss()


def TRAINING(given):
    return "velora_config" in given or "monteclora_config" in given


def MOVES_BASE(given):
    return str(given.get("init_lora_weights")).startswith(("pissa", "olora", "corda", "lora_ga", "loftq")) or "kasa_config" in given or "layer_replication" in given


def SAMPLES(given):
    return given.get("init_lora_weights") in ("eva", "corda", "lora_ga")


def before_adapter(base, config, samples):
    def look():  # CorDA takes one sample at a time
        for batch in samples:
            for ids in batch["input_ids"]:
                base(ids[None])

    def step():
        for batch in samples:
            base(**batch).loss.backward()

    if config.init_lora_weights == "corda":
        preprocess_corda(base, config, run_model=look)
    elif config.init_lora_weights == "lora_ga":
        preprocess_loraga(base, config, step)


def after_adapter(model, samples):
    config = model.peft_config["default"]
    if config.init_lora_weights == "eva":
        initialize_lora_eva_weights(model, samples, show_progress_bar=False)
    else:
        model.first_factors = {k: v.detach().clone() for k, v in get_peft_model_state_dict(model, save_embedding_layers=False).items()}


def after_save(model, folder):
    """What a user of PEFT saves before training, to make a plain LoRA later: init_lora_weights = True, then save_pretrained."""
    if not hasattr(model, "first_factors"):
        return
    (folder / "initial").mkdir(exist_ok=True)
    save_file({k: v.contiguous() for k, v in model.first_factors.items()}, folder / "initial" / "adapter_model.safetensors", metadata={"format": "pt"})
    config = json.loads((folder / "adapter_config.json").read_text()) | dict(init_lora_weights=True)
    (folder / "initial" / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True))


def before_load(base, folder):
    """What CorDA and LoRA-GA took from the base, by the factors they started from: PEFT redoes it for CorDA when asked to, else it is done here."""
    if not (folder / "initial").exists():
        return
    config, first = LoraConfig.from_pretrained(folder), load_file(folder / "initial" / "adapter_model.safetensors")
    for name, module in base.named_modules():
        a, b = (first.get(f"base_model.model.{name}.lora_{x}.weight") for x in "AB")
        if a is None:
            continue
        alpha = config.alpha_pattern.get(get_pattern_key(config.alpha_pattern.keys(), name), config.lora_alpha)
        scale = alpha / (len(a) ** 0.5 if config.use_rslora else len(a))
        if config.init_lora_weights == "corda":
            module.eigens = types.SimpleNamespace(U_WC=b, S_WC=torch.full((len(a),), float(scale)), V_WC=a.T)
        else:
            module.weight.data -= scale * ((b @ a).T if isinstance(module, Conv1D) else b @ a)


def fresh(model, folder):
    out = dict(get_peft_model_state_dict(model, save_embedding_layers=False))
    if model.peft_config["default"].init_lora_weights != "eva":
        out |= {k.replace(".weight", ".residual"): p for k, p in model.named_parameters() if k.endswith(".base_layer.weight")}
    return out


def MERGES(given, model):
    if given.get("layer_replication"):
        return False  # PEFT means to refuse (its check looks up the wrong name) and folds several changes into one shared weight
    # PEFT folds into the storage that a tied head shares, so its merged model is another one there; a bias it cannot fold without a base bias.
    folds_tied = model in ("llama_tied", "gpt2", "gemma2", "gemma3") and not {"embed_tokens", "lm_head"}.isdisjoint(given.get("target_modules", ()))
    folds_tied = folds_tied or isinstance(given.get("trainable_token_indices"), dict) and len(given["trainable_token_indices"]) > 1
    return not folds_tied and "alora_invocation_tokens" not in given and not (given.get("lora_bias") and model != "llama_bias")


def PERTURB(key):
    return 0.2 if "embedding_B" in key else 0.05

REFUSED = {
    "replicated_nowhere": ("llama_nano", dict(target_modules=["q_proj"], layer_replication=[[0, 9]])),
    "replicated_gpt2": ("gpt2", dict(layer_replication=[[0, 1], [0, 1]])),
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(target_modules=["q_proj"], r=-2)),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(target_modules=["q_proj"], bias="some")),
    "init": ("llama_nano", dict(target_modules=["q_proj"], init_lora_weights="strange")),
    "bias_bias": ("llama_nano", dict(target_modules=["q_proj"], lora_bias=True, use_dora=True)),
    "bias_gaussian": ("llama_nano", dict(lora_bias=True, init_lora_weights="gaussian")),
    "bias_embedding": ("llama_nano", dict(target_modules=["embed_tokens"], lora_bias=True)),
    "two_variants": ("llama_nano", dict(use_dora=True, kasa_config={})),
    "variant_embedding": ("llama_nano", dict(target_modules=["embed_tokens"], velora_config={})),
    "orthogonal_odd": ("llama_nano", dict(r=3, init_lora_weights="orthogonal")),
    "mica_rank": ("llama_nano", dict(r=17, init_lora_weights="mica")),
    "kasa_rank": ("llama_nano", dict(r=16, kasa_config={})),
    "bdlora_both": ("llama_nano", dict(use_bdlora=dict(target_modules_bd_a=["q_proj"], target_modules_bd_b=["q_proj"]))),
    "bdlora_neither": ("llama_nano", dict(use_bdlora=dict(target_modules_bd_a=["q_proj"]))),
    "bdlora_blocks": ("llama_nano", dict(r=4, target_modules=["q_proj"], use_bdlora=dict(target_modules_bd_a=["q_proj"], nblocks=3))),
    "velora_scale": ("llama_nano", dict(velora_config=dict(scale=0.0))),
    "monteclora_samples": ("llama_nano", dict(monteclora_config=dict(num_samples=0))),
    "loftq_alone": ("llama_nano", dict(init_lora_weights="loftq")),
    "loftq_half": ("llama_nano", dict(init_lora_weights="loftq", loftq_config=dict(loftq_bits=4))),
    "loftq_bits": ("llama_nano", dict(init_lora_weights="loftq", loftq_config=dict(loftq_bits=3, loftq_iter=1))),
    "loftq_iter": ("llama_nano", dict(init_lora_weights="loftq", loftq_config=dict(loftq_bits=4, loftq_iter=0))),
    "loftq_embedding": ("llama_nano", dict(init_lora_weights="loftq", loftq_config=dict(loftq_bits=4, loftq_iter=1), target_modules=["embed_tokens"])),
    "corda_without_data": ("llama_nano", dict(init_lora_weights="corda")),
    "eva_rho": ("llama_nano", dict(init_lora_weights="eva", eva_config=dict(rho=0.5))),
    "eva_tau": ("llama_nano", dict(init_lora_weights="eva", eva_config=dict(tau=1.5))),
    "eva_text": ("llama_nano", dict(eva_config="yes")),
    "eva_unused": ("llama_nano", dict(eva_config=dict(rho=0.5))),
    "lora_ga_text": ("llama_nano", dict(lora_ga_config="yes")),
    "arrow_alone": ("llama_nano", dict(arrow_config={})),
    "arrow_top_k": ("llama_nano", dict(arrow_config=dict(top_k=0))),
    "parameters_text": ("llama_nano", dict(target_parameters="q_proj.weight")),
    "parameters_none": ("llama_nano", dict(target_modules=[], target_parameters=["experts.gate_up_proj"])),
    "parameters_twice": ("llama_nano", dict(target_parameters=["q_proj.weight"])),
    "parameters_norm": ("llama_nano", dict(target_parameters=["input_layernorm.weight"])),
    "parameters_dropout": ("llama_nano", dict(target_parameters=["k_proj.weight"], lora_dropout=0.1)),
    "parameters_dora": ("llama_nano", dict(target_parameters=["k_proj.weight"], use_dora=True)),
    "parameters_kasa": ("llama_nano", dict(target_parameters=["k_proj.weight"], kasa_config={})),
    "tokens_layer": ("llama_nano", dict(trainable_token_indices={"nope": [1]})),
    "tokens_saved": ("llama_nano", dict(trainable_token_indices={"embed_tokens": [1]}, modules_to_save=["embed_tokens"])),
    "tokens_no_row": ("llama_nano", dict(trainable_token_indices=[99])),
    "tokens_tied_apart": ("llama_tied", dict(trainable_token_indices={"embed_tokens": [1], "lm_head": [2]}, ensure_weight_tying=True)),
    "megatron_dora": ("llama_nano", dict(use_dora=True, megatron_config={"a": 1})),
    "megatron": ("llama_nano", dict(megatron_config={"a": 1})),
}
