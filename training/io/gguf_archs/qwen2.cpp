// SPDX-License-Identifier: GPL-3.0-or-later
// Qwen2 and Qwen2.5.
#include "training/io/gguf_decoder_names.h"

namespace paretune {
namespace {

constexpr GgufTensorName kNorms[] = {
    {"output_norm.weight", "model.norm.weight"},
    {"blk.{}.attn_norm.weight", "model.layers.{}.input_layernorm.weight"},
    {"blk.{}.ffn_norm.weight", "model.layers.{}.post_attention_layernorm.weight"},
};

void finish(const GgufFile&, Json& config) {
  config["hidden_act"] = "silu";
  config["use_sliding_window"] = false;
}

}  // namespace

extern const GgufArch qwen2_gguf_arch;
const GgufArch qwen2_gguf_arch = {"qwen2", "qwen2", "Qwen2ForCausalLM", kDecoderKeys, kDecoderTensors, {}, finish, kNorms};

}  // namespace paretune
