// SPDX-License-Identifier: GPL-3.0-or-later
// The text model of Gemma 3.
#include "training/io/gguf_decoder_names.h"

namespace paretune {
namespace {

constexpr GgufTensorName kNorms[] = {
    {"output_norm.weight", "model.norm.weight", RowOrder::same, -1},
    {"blk.{}.attn_norm.weight", "model.layers.{}.input_layernorm.weight", RowOrder::same, -1},
    {"blk.{}.attn_q_norm.weight", "model.layers.{}.self_attn.q_norm.weight", RowOrder::same, -1},
    {"blk.{}.attn_k_norm.weight", "model.layers.{}.self_attn.k_norm.weight", RowOrder::same, -1},
    {"blk.{}.post_attention_norm.weight", "model.layers.{}.post_attention_layernorm.weight", RowOrder::same, -1},
    {"blk.{}.ffn_norm.weight", "model.layers.{}.pre_feedforward_layernorm.weight", RowOrder::same, -1},
    {"blk.{}.post_ffw_norm.weight", "model.layers.{}.post_feedforward_layernorm.weight", RowOrder::same, -1},
};

void finish(const GgufFile& file, Json& config) {
  config["hidden_activation"] = "gelu_pytorch_tanh";
  // The file does not say; llama.cpp knows the 27B model by its layers.
  const int64_t hidden = config["hidden_size"], heads = config["num_attention_heads"];
  config["query_pre_attn_scalar"] = config["num_hidden_layers"] == 62 ? Json(hidden / heads) : config["head_dim"];
  if (!gguf_value(file, "gemma3", "rope.freq_base")) config["rope_theta"] = 1000000.0;
  const auto local = gguf_value(file, "gemma3", "rope.freq_base_swa");
  config["rope_local_base_freq"] = local && local->is_number() ? *local : Json(10000.0);
  if (!config.contains("sliding_window")) {  // written where every layer sees all
    config["sliding_window"] = nullptr;
    config["sliding_window_pattern"] = 1;
  }
  gguf_window_pattern(file, "gemma3", config);
}

}  // namespace

extern const GgufArch gemma3_gguf_arch;
const GgufArch gemma3_gguf_arch = {"gemma3", "gemma3_text", "Gemma3ForCausalLM", kDecoderKeys, kDecoderTensors, {}, finish, kNorms};

}  // namespace paretune
