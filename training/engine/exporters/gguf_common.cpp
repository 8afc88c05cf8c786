// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/exporters/gguf_common.h"

namespace paretune {
namespace {

// llama.cpp's llama_ftype.
uint32_t file_type(GgmlType type) {
  switch (type) {
    case GgmlType::F32: return 0;
    case GgmlType::F16: return 1;
    case GgmlType::Q4_0: return 2;
    case GgmlType::Q4_1: return 3;
    case GgmlType::Q8_0: return 7;
    case GgmlType::BF16: return 32;
    default: fail(ErrorKind::internal, std::string("no file type for ") + ggml_type_name(type));
  }
}

}  // namespace

Json complete_config(const CausalLm& model) {
  const ModelConfig& config = model.config;
  Json hf = config.hf;
  hf["hidden_size"] = config.hidden_size;
  hf["num_hidden_layers"] = config.num_hidden_layers;
  hf["num_attention_heads"] = config.num_attention_heads;
  hf["num_key_value_heads"] = config.num_key_value_heads;
  hf["head_dim"] = config.head_dim;
  hf["intermediate_size"] = config.intermediate_size;
  hf["vocab_size"] = config.vocab_size;
  hf["max_position_embeddings"] = config.max_position_embeddings;
  hf["rms_norm_eps"] = config.rms_norm_eps;
  hf["rope_theta"] = config.rope_theta;
  return hf;
}

std::vector<GgufEntry> general_entries(const ExportJob& job, const GgufArch& arch, const std::string& type, GgmlType stored) {
  const ModelSource& source = *job.adapted.opened->source;
  std::vector<GgufEntry> out = {gguf_text("general.architecture", arch.architecture), gguf_text("general.type", type),
                                gguf_text("general.name", source.name() + " " + job.adapted.adapter().config.value("peft_type", "")),
                                gguf_number("general.base_model.count", 1), gguf_text("general.base_model.0.name", source.name())};
  if (!source.licence().empty()) out.push_back(gguf_text("general.license", source.licence()));
  out.push_back(gguf_number("general.file_type", file_type(stored)));
  out.push_back(gguf_number("general.quantization_version", 2));
  return out;
}

std::vector<float> file_order(const Tensor& values, int64_t heads) {
  const Tensor dense = values.detach().to(at::kCPU, at::kFloat).contiguous();
  const std::span<const float> flat(dense.data_ptr<float>(), static_cast<std::size_t>(dense.numel()));
  if (heads == 0) return {flat.begin(), flat.end()};
  return gguf_rows_from_hf(flat, dense.dim() == 2 ? dense.size(1) : 1, heads);
}

}  // namespace paretune
