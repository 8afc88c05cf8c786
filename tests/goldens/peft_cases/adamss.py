# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "ADAMSS"
CASES = {
    # The file does not say which rows its clusters hold: equal logits show that they are the same as scikit-learn's. Ranks are below the
    # number of rows, else rounding alone would decide and the files would fit this kind of processor only.
    "adamss_usual": ("llama_tied", dict(r=10)),
    "adamss_biases": ("llama_bias", dict(r=12, num_subspaces=7, subspace_rank=3, random_seed=5, target_modules=["k_proj", "up_proj"])),
    "adamss_drawn": ("llama_nano", dict(num_subspaces=40, subspace_rank=2, init_weights=None, modules_to_save=["norm"],
                                        target_modules=r".*(1\.mlp\.up_proj|lm_head)")),
    "adamss_dynamic": ("llama_nano", dict(r=6, num_subspaces=3, subspace_rank=6, use_dynamic_rank=True, svd_threshold=0.35, random_seed=-3,
                                          target_modules=["v_proj", "down_proj", "gate_proj"], layers_to_transform=[1], layers_pattern="layers")),
    # Clusters stop being trained from the second step on, and stay as they are after the seventh.
    "adamss_allocated": ("llama_nano", dict(r=7, num_subspaces=4, subspace_rank=2, use_asa=True, asa_target_subspaces=6, init_warmup=1, final_warmup=6,
                                            mask_interval=2, asa_importance_beta=0.6, asa_uncertainty_beta=0.7, asa_schedule_exponent=1.5,
                                            target_modules=["q_proj", "o_proj", "up_proj"])),
}
PERTURB = 0.1


def after_step(model, step):
    model.base_model.update_and_allocate(step - 1)  # as the Trainer's callback counts


REFUSED = {
    "nothing_left": ("llama_nano", dict(target_modules=["nope"])),
    "embedding": ("llama_nano", dict(target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(target_modules=["norm"])),
    "conv1d": ("gpt2", dict(target_modules=["c_attn"])),
    "init": ("llama_nano", dict(target_modules=["q_proj"], init_weights="gaussian")),
    "init_true": ("llama_nano", dict(target_modules=["q_proj"], init_weights=True)),
    "no_direction": ("llama_nano", dict(target_modules=["q_proj"], r=0)),
    "no_subspace": ("llama_nano", dict(target_modules=["q_proj"], num_subspaces=0)),
    "negative_subspaces": ("llama_nano", dict(target_modules=["q_proj"], num_subspaces=-2)),
    "asa_interval": ("llama_nano", dict(target_modules=["q_proj"], use_asa=True, mask_interval=0)),
    "asa_warmups": ("llama_nano", dict(target_modules=["q_proj"], use_asa=True, init_warmup=20, final_warmup=20)),
    "asa_target": ("llama_nano", dict(target_modules=["q_proj"], use_asa=True, asa_target_subspaces=0)),
    "asa_exponent": ("llama_nano", dict(target_modules=["q_proj"], use_asa=True, asa_schedule_exponent=0.0)),
}
