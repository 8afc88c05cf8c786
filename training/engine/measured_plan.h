// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/workbench.h"

namespace paretune {

// Engine::measure_plan on the lane: `plan` with its largest pass made. `config` is complete.
Plan measured_plan(Workbench& bench, const RunConfig& config, Plan plan, const Progress& progress, std::stop_token stop);

}  // namespace paretune
