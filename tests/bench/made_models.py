# SPDX-License-Identifier: GPL-3.0-or-later
"""HF folders of other shapes than the demo's, with random weights: what they take does not depend on the values."""
import json
import os

import numpy
from safetensors.numpy import save_file

LLAMA = {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 1024, "intermediate_size": 2816, "num_hidden_layers": 8,
         "num_attention_heads": 16, "num_key_value_heads": 4, "head_dim": 64, "vocab_size": 32000, "max_position_embeddings": 8192, "rms_norm_eps": 1e-5,
         "rope_theta": 10000.0, "hidden_act": "silu", "tie_word_embeddings": False, "attention_bias": False, "mlp_bias": False, "bos_token_id": 1, "eos_token_id": 2}
GPT2 = {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_embd": 768, "n_layer": 6, "n_head": 12, "n_positions": 1024, "n_ctx": 1024,
        "vocab_size": 50257, "layer_norm_epsilon": 1e-5, "activation_function": "gelu_new", "bos_token_id": 0, "eos_token_id": 0}


def llama_shapes(c):
    d, f, kv = c["hidden_size"], c["intermediate_size"], c["num_key_value_heads"] * c["head_dim"]
    out = {"model.embed_tokens.weight": (c["vocab_size"], d), "model.norm.weight": (d,), "lm_head.weight": (c["vocab_size"], d)}
    for layer in range(c["num_hidden_layers"]):
        at = f"model.layers.{layer}"
        out.update({f"{at}.input_layernorm.weight": (d,), f"{at}.post_attention_layernorm.weight": (d,), f"{at}.self_attn.q_proj.weight": (d, d),
                    f"{at}.self_attn.k_proj.weight": (kv, d), f"{at}.self_attn.v_proj.weight": (kv, d), f"{at}.self_attn.o_proj.weight": (d, d),
                    f"{at}.mlp.gate_proj.weight": (f, d), f"{at}.mlp.up_proj.weight": (f, d), f"{at}.mlp.down_proj.weight": (d, f)})
    return out


def gpt2_shapes(c):
    d = c["n_embd"]
    out = {"transformer.wte.weight": (c["vocab_size"], d), "transformer.wpe.weight": (c["n_positions"], d), "transformer.ln_f.weight": (d,), "transformer.ln_f.bias": (d,)}
    for layer in range(c["n_layer"]):
        at = f"transformer.h.{layer}"
        for name, wide, high in (("attn.c_attn", d, 3 * d), ("attn.c_proj", d, d), ("mlp.c_fc", d, 4 * d), ("mlp.c_proj", 4 * d, d)):
            out.update({f"{at}.{name}.weight": (wide, high), f"{at}.{name}.bias": (high,)})
        out.update({f"{at}.{norm}.{part}": (d,) for norm in ("ln_1", "ln_2") for part in ("weight", "bias")})
    return out


MODELS = {"llama": (LLAMA, llama_shapes), "gpt2": (GPT2, gpt2_shapes)}


def make_model(name, folder):
    config, shapes = MODELS[name]
    os.makedirs(folder, exist_ok=True)
    random = numpy.random.default_rng(7)
    save_file({tensor: random.standard_normal(shape, dtype=numpy.float32) * numpy.float32(0.02) for tensor, shape in shapes(config).items()},
              f"{folder}/model.safetensors", metadata={"format": "pt"})
    with open(f"{folder}/config.json", "w") as out:
        json.dump(config, out)
    return folder
