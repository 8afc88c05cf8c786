// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The largest pass of a run before its first step: what it takes is measured, and everything is left as it was found: values, gradients,
// random numbers, the order of the rows.
#include "training/api/engine.h"
#include "training/data/dataset.h"
#include "training/loop/optim/optimizer.h"
#include "training/loop/step_passes.h"
#include "training/peft/adapter.h"

namespace paretune {

struct PreflightJob {
  CausalLm& model;
  Adapter& adapter;
  Optimizer& optimizer;  // its state counts; it makes no step
  const Dataset& data;
  const TrainSettings& settings;
  StepPasses* passes = nullptr;  // gives way where memory is short; without it that is thrown
};
// Memory that the system did not take back before counts as this pass's where the kernel cannot reset the peak.
Preflight preflight(const PreflightJob& job);

// Throws Failure naming the first row that is longer than the model's context.
void check_row_lengths(const Dataset& data, const CausalLm& model);

}  // namespace paretune
