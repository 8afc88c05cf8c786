// SPDX-License-Identifier: GPL-3.0-or-later
// Llama, SmolLM2, Mistral and others that llama.cpp calls "llama".
#include "training/io/gguf_arch.h"

namespace paretune {
namespace {

constexpr GgufKeyName kKeys[] = {
    {"embedding_length", "hidden_size"},
    {"block_count", "num_hidden_layers"},
    {"feed_forward_length", "intermediate_size"},
    {"attention.head_count", "num_attention_heads"},
    {"attention.head_count_kv", "num_key_value_heads"},
    {"attention.key_length", "head_dim"},
    {"attention.layer_norm_rms_epsilon", "rms_norm_eps"},
    {"context_length", "max_position_embeddings"},
    {"rope.freq_base", "rope_theta"},
};

constexpr GgufTensorName kTensors[] = {
    {"token_embd.weight", "model.embed_tokens.weight"},
    {"output_norm.weight", "model.norm.weight"},
    {"output.weight", "lm_head.weight"},
    {"blk.{}.attn_norm.weight", "model.layers.{}.input_layernorm.weight"},
    {"blk.{}.attn_q.weight", "model.layers.{}.self_attn.q_proj.weight", RowOrder::query_pairs},
    {"blk.{}.attn_k.weight", "model.layers.{}.self_attn.k_proj.weight", RowOrder::key_pairs},
    {"blk.{}.attn_v.weight", "model.layers.{}.self_attn.v_proj.weight"},
    {"blk.{}.attn_output.weight", "model.layers.{}.self_attn.o_proj.weight"},
    {"blk.{}.attn_q.bias", "model.layers.{}.self_attn.q_proj.bias", RowOrder::query_pairs},
    {"blk.{}.attn_k.bias", "model.layers.{}.self_attn.k_proj.bias", RowOrder::key_pairs},
    {"blk.{}.attn_v.bias", "model.layers.{}.self_attn.v_proj.bias"},
    {"blk.{}.attn_output.bias", "model.layers.{}.self_attn.o_proj.bias"},
    {"blk.{}.ffn_norm.weight", "model.layers.{}.post_attention_layernorm.weight"},
    {"blk.{}.ffn_gate.weight", "model.layers.{}.mlp.gate_proj.weight"},
    {"blk.{}.ffn_up.weight", "model.layers.{}.mlp.up_proj.weight"},
    {"blk.{}.ffn_down.weight", "model.layers.{}.mlp.down_proj.weight"},
    {"blk.{}.ffn_gate.bias", "model.layers.{}.mlp.gate_proj.bias"},
    {"blk.{}.ffn_up.bias", "model.layers.{}.mlp.up_proj.bias"},
    {"blk.{}.ffn_down.bias", "model.layers.{}.mlp.down_proj.bias"},
};

constexpr const char* kDerived[] = {"rope_freqs.weight", "blk.{}.attn_rot_embd.weight"};

void finish(const GgufFile& file, Json& config) {
  if (const auto experts = gguf_value(file, "llama", "expert_count"); experts && *experts != 0) {
    fail(ErrorKind::unsupported, "is a mixture-of-experts model", file.path(), "Choose a dense Llama model.");
  }
  config["attention_bias"] = file.find("blk.0.attn_q.bias") != nullptr;
  config["mlp_bias"] = file.find("blk.0.ffn_up.bias") != nullptr;
  config["hidden_act"] = "silu";
}

}  // namespace

extern const GgufArch llama_gguf_arch;
const GgufArch llama_gguf_arch = {"llama", "llama", "LlamaForCausalLM", kKeys, kTensors, kDerived, finish};

}  // namespace paretune
