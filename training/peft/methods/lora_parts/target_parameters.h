// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/peft/common/targets.h"

namespace paretune {

// Linear layers whose weight target_parameters names ("q_proj.weight"). PEFT made the key for weights that are no layer's, of experts; the
// models here have none, so a name that meets nothing is refused, and so is one that meets what is no linear layer's weight, or a layer that
// `taken` has already. Throws Failure too for config keys that PEFT does not allow beside it.
std::vector<Linear*> find_target_parameters(CausalLm& model, const Json& config, const std::vector<ModelModule>& taken);

}  // namespace paretune
