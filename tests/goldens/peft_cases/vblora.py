# SPDX-License-Identifier: GPL-3.0-or-later
ALL7 = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
PEFT_TYPE = "VBLORA"
CASES = {
    "vblora_usual": ("llama_nano", dict(r=3, num_vectors=7, vector_length=4, init_vector_bank_bound=0.3)),
    "vblora_all": ("llama_nano", dict(r=2, num_vectors=5, vector_length=8, topk=3, target_modules=ALL7, vblora_dropout=0.1, init_vector_bank_bound=0.4,
                                      exclude_modules=["layers.1.mlp.up_proj"])),
    "vblora_topk": ("llama_bias", dict(r=2, num_vectors=6, vector_length=16, save_only_topk_weights=True, bias="vblora_only", init_logits_std=0.5,
                                       init_vector_bank_bound=0.3, target_modules=["q_proj", "down_proj"])),
    "vblora_topk_wide": ("llama_nano", dict(r=1, num_vectors=260, vector_length=8, topk=1, save_only_topk_weights=True, init_vector_bank_bound=0.5,
                                            init_logits_std=0.5, target_modules=["o_proj", "up_proj"])),
    "vblora_gpt2": ("gpt2", dict(r=2, num_vectors=4, vector_length=16, topk=2, init_vector_bank_bound=0.3, target_modules=["c_attn", "c_fc"])),
}


def FILE_NAME(name):
    # PEFT finds the bank under the first layer that holds it.
    if "vblora_vector_bank" in name:
        return "base_model.vblora_vector_bank"
    return name.replace(".modules_to_save.default.", ".").replace(".default", "")


def RECOMPUTED(name):  # PEFT makes logits of the weights it reads, and weights of them again
    return name.endswith("topk_weights")


def MERGES(given, model):
    # The file holds only the chosen vectors' weights, from which Python cannot go on training: the check does not load it again.
    return not given.get("save_only_topk_weights")


PERTURB = 0.1

REFUSED = {
    "nothing_left": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=["nope"])),
    "expression_and_pattern": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=".*q_proj", layers_pattern="layers")),
    "pattern_alone": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=["q_proj"], layers_pattern="layers")),
    "rank_zero": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=["q_proj"], r=0)),
    "rank_negative": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=["q_proj"], r=-2)),
    "embedding": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=["embed_tokens"])),
    "norm": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=["norm"])),
    "unknown_bias": ("llama_nano", dict(vector_length=4, num_vectors=8, target_modules=["q_proj"], bias="some")),
    "topk": ("llama_nano", dict(target_modules=["q_proj"], vector_length=4, num_vectors=8, topk=0)),
    "vector_in": ("llama_nano", dict(target_modules=["q_proj"], vector_length=5, num_vectors=8)),
    "vector_out": ("llama_nano", dict(target_modules=["k_proj"], vector_length=16, num_vectors=8)),
}
