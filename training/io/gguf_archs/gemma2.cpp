// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/gguf_decoder_names.h"

namespace paretune {
namespace {

constexpr GgufTensorName kNorms[] = {
    {"output_norm.weight", "model.norm.weight", RowOrder::same, -1},
    {"blk.{}.attn_norm.weight", "model.layers.{}.input_layernorm.weight", RowOrder::same, -1},
    {"blk.{}.post_attention_norm.weight", "model.layers.{}.post_attention_layernorm.weight", RowOrder::same, -1},
    {"blk.{}.ffn_norm.weight", "model.layers.{}.pre_feedforward_layernorm.weight", RowOrder::same, -1},
    {"blk.{}.post_ffw_norm.weight", "model.layers.{}.post_feedforward_layernorm.weight", RowOrder::same, -1},
};

void finish(const GgufFile& file, Json& config) {
  config["hidden_activation"] = "gelu_pytorch_tanh";
  // The file does not say; llama.cpp knows the 27B model by its layers.
  const int64_t hidden = config["hidden_size"], heads = config["num_attention_heads"];
  config["query_pre_attn_scalar"] = config["num_hidden_layers"] == 46 ? Json(hidden / heads) : config["head_dim"];
  gguf_window_pattern(file, "gemma2", config);
}

}  // namespace

extern const GgufArch gemma2_gguf_arch;
const GgufArch gemma2_gguf_arch = {"gemma2", "gemma2", "Gemma2ForCausalLM", kDecoderKeys, kDecoderTensors, {}, finish, kNorms};

}  // namespace paretune
