// SPDX-License-Identifier: GPL-3.0-or-later
// Qwen3, its dense models.
#include "training/io/gguf_decoder_names.h"

namespace paretune {
namespace {

constexpr GgufTensorName kNorms[] = {
    {"output_norm.weight", "model.norm.weight"},
    {"blk.{}.attn_norm.weight", "model.layers.{}.input_layernorm.weight"},
    {"blk.{}.attn_q_norm.weight", "model.layers.{}.self_attn.q_norm.weight"},
    {"blk.{}.attn_k_norm.weight", "model.layers.{}.self_attn.k_norm.weight"},
    {"blk.{}.ffn_norm.weight", "model.layers.{}.post_attention_layernorm.weight"},
};

void finish(const GgufFile& file, Json& config) {
  config["hidden_act"] = "silu";
  config["use_sliding_window"] = false;
  config["attention_bias"] = file.find("blk.0.attn_q.bias") != nullptr;
}

}  // namespace

extern const GgufArch qwen3_gguf_arch;
const GgufArch qwen3_gguf_arch = {"qwen3", "qwen3", "Qwen3ForCausalLM", kDecoderKeys, kDecoderTensors, {}, finish, kNorms};

}  // namespace paretune
