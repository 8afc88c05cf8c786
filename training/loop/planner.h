// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Memory and time of a run before it starts, from shapes alone.
#include "training/api/engine.h"
#include "training/data/dataset.h"
#include "training/io/model_source.h"

namespace paretune {

struct PlanInputs {
  const RunConfig& config;
  const ModelSource& source;
  const Dataset* data = nullptr;          // null: max_length is assumed for every row
  double measured_ms_per_token = 0;       // of past runs on this machine; 0 = a guess
};
Plan make_plan(const PlanInputs& inputs);

// How many numbers the method trains on the model; `peft` is complete. Throws Failure for what the method refuses.
int64_t count_trainable(const ModelSource& source, const Json& peft);

}  // namespace paretune
