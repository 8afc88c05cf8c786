// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/measured_plan.h"

#include "training/engine/fresh_adapter.h"
#include "training/loop/planner.h"
#include "training/loop/preflight.h"
#include "training/loop/sample_batches.h"

namespace paretune {

Plan measured_plan(Workbench& bench, const RunConfig& config, Plan plan, const Progress& progress, std::stop_token stop) {
  if (!plan.fits) {
    fail(ErrorKind::memory, "the run is estimated to need more memory than is free, so its largest pass is not tried", "memory",
         plan.suggestions.empty() ? "Use a smaller model, or close other programs." : plan.suggestions.front());
  }
  progress("tokenize", 0);
  const auto opened = bench.open(config.model);
  const auto data = bench.dataset(
      config.model, config.data, [&](double f) { progress("tokenize", f); }, stop);
  progress("load", 0);
  CausalLm& model = bench.weights(config.model, storage_of(config, *opened->source), [&](double f) { progress("load", f); });
  if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped before the measurement");
  struct Tidy {
    CausalLm& model;
    ~Tidy() {
      model.set_training(false);
      model.gradient_checkpointing = false;
      model.compute_type = at::kFloat;
      model.sample_batches = nullptr;
    }
  } tidy{model};
  const TrainSettings settings = TrainSettings::of(config);
  model.sample_batches = sample_batches_of(*data, settings, model.device);
  model.gradient_checkpointing = plan.checkpointing || asks_for_checkpointing(config);
  model.compute_type = config.training.value("bf16", false) ? at::kBFloat16 : at::kFloat;
  check_row_lengths(*data, model);
  const auto adapter = fresh_adapter(model, config);
  const auto optimizer = find_optimizer(settings.optim).make(adapter->trainable(), settings);
  if (optimizer->leaves().empty()) fail(ErrorKind::input, "the method trains no parameter", "peft", "Check target_modules.");
  progress("preflight", -1);
  const Preflight measured = preflight({model, *adapter, *optimizer, *data, settings});
  if (measured.rows == 0) fail(ErrorKind::input, "no row has a token the loss sees", "data", "Check train_on and max_length.");
  plan.set_measured(measured);
  return plan;
}

}  // namespace paretune
