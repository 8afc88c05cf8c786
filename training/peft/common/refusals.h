// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What several of PEFT's methods refuse in the same words.
#include "training/api/schema.h"
#include "training/models/layers/modules.h"

namespace paretune {

// For methods that PEFT has for torch.nn.Linear only.
inline void refuse_conv1d(const Linear& layer, const std::string& method) {
  if (!layer.conv1d) return;
  fail(ErrorKind::unsupported, "\"" + layer.name + "\" is a Conv1D layer, which PEFT's " + method + " does not adapt", "peft.target_modules",
       "Use a method that adapts such layers, LORA for example.");
}

// For configs whose target_modules may not be one text together with layers_to_transform or layers_pattern.
inline void refuse_layers_of_one_text(const Json& config) {
  if (!config.at("target_modules").is_string()) return;
  if (config.at("layers_to_transform").is_null() && config.at("layers_pattern").is_null()) return;
  fail(ErrorKind::input, "cannot be combined with layers_to_transform or layers_pattern when it is one text", "peft.target_modules",
       "Give a list of names, or put the layers into the expression.");
}

}  // namespace paretune
