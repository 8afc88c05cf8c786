# SPDX-License-Identifier: GPL-3.0-or-later
import torch

PEFT_TYPE = "ADALORA"
TRAINS_RELOADED = True  # rows that pruning took from the file count in the orthogonal loss while they are in memory
FIVE = ["q_proj", "v_proj", "gate_proj", "up_proj", "down_proj"]
KEPT = {"model.layers.0.self_attn.o_proj.lora_E": [True, False, True, False], "model.layers.0.self_attn.k_proj.lora_E": [False] * 4,
        "model.layers.1.self_attn.o_proj.lora_E": [True] * 4, "model.layers.1.self_attn.k_proj.lora_E": [False, False, False, True]}
CASES = {
    # Ranks drop from the first step on, and stay after the seventh.
    "adalora_schedule": ("llama_nano", dict(init_r=4, target_r=2, total_step=10, tfinal=3)),
    "adalora_all": ("llama_bias", dict(init_r=3, target_r=1, total_step=12, tinit=3, tfinal=4, deltaT=2, beta1=0.6, beta2=0.7, orth_reg_weight=0.1,
                                       lora_alpha=5, lora_dropout=0.2, target_modules=FIVE, exclude_modules=["layers.0.mlp.up_proj"], bias="lora_only")),
    "adalora_kept": ("llama_nano", dict(init_r=4, target_r=2, total_step=100, tinit=50, rank_pattern=KEPT, lora_alpha=6, target_modules=["o_proj", "k_proj"])),
    "adalora_drawn": ("llama_nano", dict(init_r=5, target_r=3, total_step=20, init_lora_weights=False, lora_alpha=-1, orth_reg_weight=0,
                                         target_modules=r".*1\.mlp\.down_proj|lm_head")),
    "adalora_tokens": ("llama_nano", dict(init_r=3, target_r=2, total_step=12, tinit=2, tfinal=3, target_modules=["v_proj"], trainable_token_indices=[1, 4, 9])),
    "adalora_gpt2": ("gpt2", dict(init_r=3, target_r=2, total_step=9, tfinal=1)),
}


def PERTURB(name):
    if "lora_E" not in name:
        return 0.1
    kept = KEPT.get(name.removeprefix("base_model.model.").removesuffix(".default"))
    return 0.5 * torch.tensor(kept or [True]).unsqueeze(1)  # what the file does not hold must be without effect


def after_step(model, step):
    model.base_model.update_and_allocate(step)

REFUSED = {
    "nothing_left": ("llama_nano", dict(total_step=100, tinit=10, tfinal=20, target_modules=["nope"])),
    "expression_and_layers": ("llama_nano", dict(total_step=100, tinit=10, tfinal=20, target_modules=".*q_proj", layers_to_transform=[0])),
    "expression_and_pattern": ("llama_nano", dict(total_step=100, tinit=10, tfinal=20, target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(total_step=100, tinit=10, tfinal=20, target_modules=["q_proj"], layers_pattern="layers")),
    "embedding": ("llama_nano", dict(total_step=100, tinit=10, tfinal=20, target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(total_step=100, tinit=10, tfinal=20, target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(total_step=100, tinit=10, tfinal=20, target_modules=["q_proj"], bias="some")),
    "no_total": ("llama_nano", dict(target_modules=["q_proj"])),
    "dora": ("llama_nano", dict(target_modules=["q_proj"], total_step=10, use_dora=True)),
    "no_budgeting": ("llama_nano", dict(target_modules=["q_proj"], total_step=10, tinit=6, tfinal=5)),
    "negative_weight": ("llama_nano", dict(target_modules=["q_proj"], total_step=10, orth_reg_weight=-1.0)),
}
