// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/sweep.h"
#include "training/engine/workbench.h"
#include "training/runs/run_store.h"

namespace paretune {

// A sweep file with everything that needs model and data: steps from the budget, memory, time, what is left out and why.
// Plans are corrected by the past runs in `store`; `threads` train. Failures name the run.
SweepPlan plan_sweep(Workbench& bench, RunStore& store, int threads, const Json& file, const Progress& progress, std::stop_token stop);

}  // namespace paretune
