// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/past_runs.h"
#include "training/engine/workbench.h"
#include "training/loop/planner.h"

namespace paretune {

// The text that forgetting and drift are measured on; nothing where the model has no tokenizer to read it.
std::optional<Dataset> general_text_for(const OpenModel& model);

// make_plan() of a complete config on the bench's device, corrected by `past`, which are runs of the same model. `general`: general_text_for()
// the model. `available_bytes`: 0 for what the device has free.
Plan run_plan(Workbench& bench, const OpenModel& model, const Dataset& data, const std::optional<Dataset>& general, PastRuns& past,
              const RunConfig& config, int64_t available_bytes, int threads);

}  // namespace paretune
