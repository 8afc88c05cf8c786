// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/workbench.h"

namespace paretune {

// "kernels": each operator, forward and backward, against plain ATen. "train": optimiser steps of a LoRA r16 run on all linear layers
// of the demo model, 8 samples of 64..448 tokens a step, or of options.run; options.steps are measured after two warm-up steps.
Json run_bench(const std::string& what, const Json& options, Workbench& bench, const RunConfig& demo);

}  // namespace paretune
