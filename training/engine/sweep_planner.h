// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/sweep.h"
#include "training/engine/workbench.h"

namespace paretune {

// A sweep file with everything that needs model and data: steps from the budget, memory, time, what is left out and why.
// `ms_per_token`: of past runs like this one, or 0. Failures name the run.
SweepPlan plan_sweep(Workbench& bench, const Json& file, const std::function<double(const RunConfig&)>& ms_per_token, const Progress& progress, std::stop_token stop);

}  // namespace paretune
