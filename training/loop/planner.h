// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Memory and time of a run before it starts, from shapes alone.
#include <functional>

#include "training/api/engine.h"
#include "training/data/dataset.h"
#include "training/io/model_source.h"
#include "training/models/load_model.h"

namespace paretune {

// What past runs on this machine say of the plans they had: measured divided by planned, and how many runs say so.
struct PlanCorrection {
  double memory = 1, time = 1;
  int memory_runs = 0, time_runs = 0;  // 0: nothing is known
  double evaluation = 1;               // time of the evaluations; where no run says, they are off as the steps are
  int evaluation_runs = 0;
};

struct PlanInputs {
  const RunConfig& config;
  const ModelSource& source;
  const Dataset* data = nullptr;                               // null: max_length is assumed for every row
  std::function<PlanCorrection(const RunConfig&)> correction;  // of runs with such settings; may be empty
  int64_t available_bytes = 0;                                 // 0: what the device has free
  int threads = 0;                                             // that will train; 0: the caller's
  at::Device device = at::kCPU;                                // that trains
  const Dataset* general_text = nullptr;                       // that forgetting and drift are measured on, where the run asks for them
};
// A config that does not fit and does not ask for gradient_checkpointing is planned with it (Plan::checkpointing); where even that does not
// fit, the plan is that of the config as it is, with advice.
Plan make_plan(const PlanInputs& inputs);
constexpr const char* kCheckpointingTurnedOn = "gradient_checkpointing is turned on, because memory asks for it: about a third slower, the same result.";
bool asks_for_checkpointing(const RunConfig& config);

// What a run on the device may take now.
int64_t free_memory(const at::Device& device);

// How a run keeps the linear layers of its base: as the config asks ("none" is fp32), or, where it asks nothing and the method only reads
// them, in the type of the file, which computes the same, or in bf16 where the run computes in it. `config` is complete.
Quantization storage_of(const RunConfig& config, const ModelSource& source);

// How many numbers the method trains on the model; `peft` is complete. Throws Failure for what the method refuses.
int64_t count_trainable(const ModelSource& source, const Json& peft);

}  // namespace paretune
