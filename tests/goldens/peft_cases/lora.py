# SPDX-License-Identifier: GPL-3.0-or-later
import torch
from peft.tuners.lora.monteclora import BufferedMontecloraSampler

ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "LORA"
CASES = {
    "lora_default": ("llama", dict(r=4)),
    "lora_all_linear": ("llama_nano", dict(r=3, lora_alpha=12, target_modules="all-linear", lora_dropout=0.1)),
    "lora_regex_rslora": ("llama_bias", dict(r=4, lora_alpha=6, use_rslora=True, target_modules=r".*\.1\..*(q|down)_proj")),
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
    "dora_gpt2": ("gpt2", dict(r=2, use_dora=True, target_modules=["attn.c_proj", "c_fc"])),
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
    return str(given.get("init_lora_weights")).startswith(("pissa", "olora")) or "kasa_config" in given


def MERGES(given, model):
    # PEFT folds into the storage that a tied head shares, so its merged model is another one there; a bias it cannot fold without a base bias.
    folds_tied = model == "llama_tied" and "embed_tokens" in given.get("target_modules", ())
    return not folds_tied and "alora_invocation_tokens" not in given and not (given.get("lora_bias") and model != "llama_bias")


def PERTURB(key):
    return 0.2 if "embedding_B" in key else 0.05
