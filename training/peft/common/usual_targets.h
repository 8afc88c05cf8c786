// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// PEFT's choice of modules per model type where target_modules is missing.
#include "training/models/causal_lm.h"

namespace paretune {

Json usual_linear_targets(const CausalLm& model);   // CausalLm::usual_targets: the LoRA table, shared by most methods
Json usual_ia3_targets(const CausalLm& model);      // null where PEFT has no entry
Json usual_ia3_feedforward(const CausalLm& model);  // null where PEFT has no entry
Json usual_norm_targets(const CausalLm& model);     // LN tuning; null where PEFT has no entry

}  // namespace paretune
