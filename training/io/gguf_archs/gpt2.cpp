// SPDX-License-Identifier: GPL-3.0-or-later
// GPT-2. llama.cpp keeps its projections as (out, in), the other way round than HF's Conv1D.
#include "training/io/gguf_arch.h"

namespace paretune {
namespace {

constexpr GgufKeyName kKeys[] = {
    {"embedding_length", "hidden_size"},
    {"block_count", "num_hidden_layers"},
    {"attention.head_count", "num_attention_heads"},
    {"attention.layer_norm_epsilon", "layer_norm_epsilon"},
    {"context_length", "max_position_embeddings"},
};

constexpr GgufTensorName kTensors[] = {
    {"token_embd.weight", "transformer.wte.weight"},
    {"position_embd.weight", "transformer.wpe.weight"},
    {"output_norm.weight", "transformer.ln_f.weight"},
    {"output_norm.bias", "transformer.ln_f.bias"},
    {"output.weight", "lm_head.weight"},
    {"blk.{}.attn_norm.weight", "transformer.h.{}.ln_1.weight"},
    {"blk.{}.attn_norm.bias", "transformer.h.{}.ln_1.bias"},
    {"blk.{}.attn_qkv.weight", "transformer.h.{}.attn.c_attn.weight"},
    {"blk.{}.attn_qkv.bias", "transformer.h.{}.attn.c_attn.bias"},
    {"blk.{}.attn_output.weight", "transformer.h.{}.attn.c_proj.weight"},
    {"blk.{}.attn_output.bias", "transformer.h.{}.attn.c_proj.bias"},
    {"blk.{}.ffn_norm.weight", "transformer.h.{}.ln_2.weight"},
    {"blk.{}.ffn_norm.bias", "transformer.h.{}.ln_2.bias"},
    {"blk.{}.ffn_up.weight", "transformer.h.{}.mlp.c_fc.weight"},
    {"blk.{}.ffn_up.bias", "transformer.h.{}.mlp.c_fc.bias"},
    {"blk.{}.ffn_down.weight", "transformer.h.{}.mlp.c_proj.weight"},
    {"blk.{}.ffn_down.bias", "transformer.h.{}.mlp.c_proj.bias"},
};

// config.json has names of its own, and no word of rotary positions.
void finish(const GgufFile& file, Json& config) {
  for (const auto& [common, own] : {std::pair{"hidden_size", "n_embd"},
                                    {"num_hidden_layers", "n_layer"},
                                    {"num_attention_heads", "n_head"},
                                    {"max_position_embeddings", "n_positions"}}) {
    if (config.contains(common)) config[own] = config[common];
    config.erase(common);
  }
  for (const char* key : {"num_key_value_heads", "head_dim", "rope_theta", "rope_scaling"}) config.erase(key);
  const GgufTensor* up = file.find("blk.0.ffn_up.weight");
  if (!up || up->ne.size() != 2)
    fail(ErrorKind::input, "lacks the matrix blk.0.ffn_up.weight", file.path(), "Convert the model again with a current llama.cpp.");
  config["n_inner"] = up->ne[1];  // the key feed_forward_length says 4 n_embd whatever it is
}

}  // namespace

extern const GgufArch gpt2_gguf_arch;
const GgufArch gpt2_gguf_arch = {"gpt2", "gpt2", "GPT2LMHeadModel", kKeys, kTensors, {}, finish};

}  // namespace paretune
