// SPDX-License-Identifier: GPL-3.0-or-later
// Gemma 3 (arXiv 2503.19786), its text model: Gemma 2 with an RMSNorm on each head of queries and keys in place of soft-capped scores, and
// five layers with a sliding window and a rope of their own to each that sees all.
#include "training/models/layers/gemma_options.h"

namespace paretune {
namespace {

struct Rope {
  double theta;
  Json scaling;
};

// transformers 5 keeps one set of parameters for each type of layer; older files one theta for each, and scaling for full attention.
Rope rope_of(const ModelConfig& config, const char* type, const char* theta_key, double usual_theta) {
  Rope out{usual_theta, nullptr};
  const bool full = std::string(type) == "full_attention";
  const Json given = config.hf.value("rope_parameters", Json());
  if (given.is_object() && given.contains(type) && given[type].is_object()) out.scaling = given[type];
  else if (full) out.scaling = config.hf.value("rope_scaling", Json());
  const Json own = out.scaling.is_object() ? out.scaling.value("rope_theta", Json()) : Json(), top = config.hf.value(theta_key, Json());
  if (own.is_number()) out.theta = own.get<double>();
  else if (top.is_number()) out.theta = top.get<double>();
  return out;
}

std::unique_ptr<CausalLm> make_gemma3(const ModelConfig& config) {
  const Json pattern = config.hf.value("sliding_window_pattern", Json());
  const int64_t every = pattern.is_number_integer() && pattern.get<int64_t>() > 0 ? pattern.get<int64_t>() : 6;
  DecoderOptions options = gemma_options(config, every);
  options.head_norm = DecoderOptions::HeadNorm::each;
  for (const Rope& rope : {rope_of(config, "full_attention", "rope_theta", 1e6), rope_of(config, "sliding_attention", "rope_local_base_freq", 1e4)}) {
    options.ropes.emplace_back(config, config.head_dim, rope.theta, rope.scaling);
  }
  const std::vector<bool> slides = sliding_layers(config, [every](int64_t layer) { return (layer + 1) % every != 0; });
  for (std::size_t i = 0; i < slides.size(); ++i) options.layers[i].rope = slides[i] ? 1 : 0;
  return make_decoder(config, std::move(options));
}

}  // namespace

extern const ModelArch gemma3_arch;
const ModelArch gemma3_arch{"gemma3_text", "gemma3", make_gemma3, completed_gemma};

}  // namespace paretune
