// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/lycoris.h"

#include "training/peft/common/pattern.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {

std::vector<ParamSpec> lycoris_specs(const std::string& title) {
  return {whole_spec("r", 8, "Rank of the factors: more learns more and costs more.", 1),
          number_spec("alpha", 8, "Strength: the change is multiplied by alpha / r.", {}, {}),
          number_spec("rank_dropout", 0.0, "Share of the outputs of a change that are set to zero while training.", 0.0, 1.0, true),
          number_spec("module_dropout", 0.0, "How often the change of a whole layer is left out while training.", 0.0, 1.0, true),
          any_spec("rank_pattern", Json::object(), "Ranks of single layers: names or regular expressions with a number."),
          any_spec("alpha_pattern", Json::object(), "alpha of single layers, as rank_pattern."),
          flag_spec("use_effective_conv2d", false, "Is about convolutions, which language models do not have; without effect on " + title + " here.",
                    true)};
}

void check_lycoris(const Json& config) {
  check_pattern(config.at("rank_pattern"), "peft.rank_pattern", true);
  check_pattern(config.at("alpha_pattern"), "peft.alpha_pattern", false);
}

LycorisShape lycoris_shape(const Json& config, const std::string& module) {
  LycorisShape shape;
  shape.rank = pattern_value(config.at("rank_pattern"), module, config.at("r"), "peft.rank_pattern").get<int64_t>();
  const double alpha = pattern_value(config.at("alpha_pattern"), module, config.at("alpha"), "peft.alpha_pattern").get<double>();
  shape.scale = alpha / static_cast<double>(shape.rank);
  shape.rank_dropout = config.at("rank_dropout");
  shape.module_dropout = config.at("module_dropout");
  return shape;
}

LycorisDropout::LycorisDropout(const LycorisShape& shape, const Linear& layer) {
  if (!layer.training) return;
  m_skips = !(at::rand({1}) > shape.module_dropout).item<bool>();  // PEFT draws without module_dropout too
  if (m_skips || shape.rank_dropout == 0) return;
  Tensor kept = (at::rand({layer.out_features()}) > shape.rank_dropout).to(at::kFloat);
  if (shape.rank_dropout_scale) kept = kept / kept.mean().clamp_min(1e-12);  // PEFT's change is not a number where nothing stays
  m_outputs = kept.to(layer.device());
}

}  // namespace paretune
