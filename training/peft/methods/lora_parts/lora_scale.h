// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cmath>

#include "training/peft/common/pattern.h"

namespace paretune {

// LoRA's factor on B A of a module with this rank: lora_alpha (its own by alpha_pattern) / r, with use_rslora / sqrt(r).
inline double lora_scale(const Json& config, const std::string& module, int64_t rank) {
  const Json patterns = config.value("alpha_pattern", Json()), usual = config.value("lora_alpha", Json(8));
  const double alpha = pattern_value(patterns, module, usual, "peft.alpha_pattern").get<double>(), r = static_cast<double>(rank);
  return alpha / (config.value("use_rslora", false) ? std::sqrt(r) : r);
}

}  // namespace paretune
