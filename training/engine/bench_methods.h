// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/workbench.h"

namespace paretune {

// Every method of options.methods (all when empty) on one model: time of an optimiser step relative to LoRA r32 on all linear layers,
// measured around it in the same process, and the peak memory of its steps. Two samples of options.tokens / 2 tokens a step.
Json bench_methods(const Json& options, Workbench& bench, const std::string& model_ref);

}  // namespace paretune
