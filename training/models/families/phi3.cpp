// SPDX-License-Identifier: GPL-3.0-or-later
// Phi-3 and Phi-4 (arXiv 2404.14219, 2412.08905): Llama with fused projections, LongRoPE and, in some, a part of each head rotated and a
// sliding window. The model's own dropout is not applied.
#include "training/models/layers/decoder_lm.h"

namespace paretune {
namespace {

std::unique_ptr<CausalLm> make_phi3(const ModelConfig& config) {
  DecoderOptions options;
  options.fused = true;
  options.gelu = gate_gelu(config, "hidden_act", "silu");
  options.layers =
      windowed_layers(std::vector<bool>(static_cast<std::size_t>(config.num_hidden_layers), true), config.hf.value("sliding_window", Json()));
  Json scaling = rope_scaling_of(config);
  const Json type = scaling.is_object() ? scaling.value("rope_type", scaling.value("type", Json())) : Json();
  if (type == Json("su") || type == Json("yarn")) scaling["rope_type"] = "longrope";  // earlier names of the same
  Json part = config.hf.value("partial_rotary_factor", Json());
  if (part.is_null() && scaling.is_object()) part = scaling.value("partial_rotary_factor", Json());
  const double share = part.is_number() ? part.get<double>() : 1.0;
  const auto dim = static_cast<int64_t>(static_cast<double>(config.head_dim) * share);
  if (dim <= 0 || dim > config.head_dim || dim % 2 != 0)
    fail(ErrorKind::input, "\"partial_rotary_factor\" leaves no even part of each head", "config.json");
  options.ropes.emplace_back(config, dim, config.rope_theta, scaling);
  return make_decoder(config, std::move(options));  // no usual targets: PEFT has no entry for it
}

}  // namespace

extern const ModelArch phi3_arch;
const ModelArch phi3_arch{"phi3", "phi3", make_phi3};

}  // namespace paretune
