// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Memory and time of a run before it starts, from shapes alone.
#include "training/api/engine.h"
#include "training/data/dataset.h"
#include "training/io/model_source.h"
#include "training/models/load_model.h"

namespace paretune {

struct PlanInputs {
  const RunConfig& config;
  const ModelSource& source;
  const Dataset* data = nullptr;          // null: max_length is assumed for every row
  double measured_ms_per_token = 0;       // of past runs on this machine; 0 = a guess
  at::Device device = at::kCPU;           // that trains
  int64_t memory_limit = 0;               // less than the machine has free; 0 = all of it
};
Plan make_plan(const PlanInputs& inputs);

// How a run keeps the linear layers of its base: as the config asks ("none" is fp32), or, where it asks nothing and the method only reads
// them, in the type of the file, which computes the same, or in bf16 where the run computes in it. `config` is complete.
Quantization storage_of(const RunConfig& config, const ModelSource& source);

// How many numbers the method trains on the model; `peft` is complete. Throws Failure for what the method refuses.
int64_t count_trainable(const ModelSource& source, const Json& peft);

}  // namespace paretune
