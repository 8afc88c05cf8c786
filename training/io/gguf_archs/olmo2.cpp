// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/gguf_decoder_names.h"

namespace paretune {
namespace {

constexpr GgufTensorName kNorms[] = {
    {"output_norm.weight", "model.norm.weight"},
    {"blk.{}.attn_q_norm.weight", "model.layers.{}.self_attn.q_norm.weight"},
    {"blk.{}.attn_k_norm.weight", "model.layers.{}.self_attn.k_norm.weight"},
    {"blk.{}.post_attention_norm.weight", "model.layers.{}.post_attention_layernorm.weight"},
    {"blk.{}.post_ffw_norm.weight", "model.layers.{}.post_feedforward_layernorm.weight"},
};

void finish(const GgufFile& file, Json& config) {
  if (config.contains("sliding_window")) {
    fail(ErrorKind::unsupported, "is an OLMo 3 model, with sliding windows", file.path(), "Choose an OLMo 2 model.");
  }
  config["hidden_act"] = "silu";
  config["attention_bias"] = file.find("blk.0.attn_q.bias") != nullptr;
}

}  // namespace

extern const GgufArch olmo2_gguf_arch;
const GgufArch olmo2_gguf_arch = {"olmo2", "olmo2", "Olmo2ForCausalLM", kDecoderKeys, kDecoderTensors, {}, finish, kNorms};

}  // namespace paretune
