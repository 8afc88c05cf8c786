// SPDX-License-Identifier: GPL-3.0-or-later
// Phi-3 and Phi-4. The frequencies of LongRoPE are tensors.
#include "training/io/gguf_decoder_names.h"

namespace paretune {
namespace {

constexpr GgufTensorName kTensors[] = {
    {"token_embd.weight", "model.embed_tokens.weight"},
    {"output_norm.weight", "model.norm.weight"},
    {"output.weight", "lm_head.weight"},
    {"blk.{}.attn_norm.weight", "model.layers.{}.input_layernorm.weight"},
    {"blk.{}.attn_qkv.weight", "model.layers.{}.self_attn.qkv_proj.weight"},
    {"blk.{}.attn_output.weight", "model.layers.{}.self_attn.o_proj.weight"},
    {"blk.{}.ffn_norm.weight", "model.layers.{}.post_attention_layernorm.weight"},
    {"blk.{}.ffn_up.weight", "model.layers.{}.mlp.gate_up_proj.weight"},
    {"blk.{}.ffn_down.weight", "model.layers.{}.mlp.down_proj.weight"},
};

constexpr const char* kDerived[] = {"rope_factors_long.weight", "rope_factors_short.weight"};

Json factors_of(const GgufFile& file, const char* name) {
  const GgufTensor* tensor = file.find(name);
  if (!tensor || tensor->type != GgmlType::F32)
    fail(ErrorKind::input, std::string("lacks the F32 tensor ") + name, file.path(), "Convert the model again with a current llama.cpp.");
  std::vector<float> values(static_cast<std::size_t>(tensor->elements));
  dequantize(tensor->type, tensor->data, tensor->elements, values.data());
  return values;
}

void finish(const GgufFile& file, Json& config) {
  config["hidden_act"] = "silu";
  if (config.value("sliding_window", Json()) == Json(0)) config["sliding_window"] = nullptr;
  const auto first = gguf_value(file, "phi3", "rope.scaling.original_context_length");
  if (first && first->is_number_integer()) config["original_max_position_embeddings"] = *first;
  if (file.find(kDerived[0]) == nullptr) return;
  Json scaling = {{"rope_type", "longrope"}, {"long_factor", factors_of(file, kDerived[0])}, {"short_factor", factors_of(file, kDerived[1])}};
  if (const auto scale = gguf_value(file, "phi3", "rope.scaling.attn_factor"); scale && scale->is_number()) scaling["attention_factor"] = *scale;
  config["rope_scaling"] = scaling;
}

}  // namespace

extern const GgufArch phi3_gguf_arch;
const GgufArch phi3_gguf_arch = {"phi3", "phi3", "Phi3ForCausalLM", kDecoderKeys, kTensors, kDerived, finish, {}, true};

}  // namespace paretune
