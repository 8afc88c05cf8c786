// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/pass.h"

namespace paretune {

Pass make_pass(std::vector<Example> examples, at::Device device) {
  Pass pass;
  std::vector<std::vector<int64_t>> samples;
  std::vector<int64_t> targets, first_labels, task_ids;
  for (const Example& example : examples) {
    samples.push_back(example.ids);
    pass.tokens += static_cast<int64_t>(example.ids.size());
    pass.trained_tokens += predicted_tokens(example);
    for (std::size_t i = 1; i < example.labels.size(); ++i) targets.push_back(example.labels[i]);
    if (!example.labels.empty()) targets.push_back(-100);
    task_ids.push_back(example.task_id);
    first_labels.push_back(example.labels.empty() ? -100 : example.labels[0]);
  }
  pass.batch = TokenBatch::of(samples, device);
  pass.batch.first_labels = at::tensor(first_labels, at::kLong).to(device);
  pass.batch.task_ids = at::tensor(task_ids, at::kLong).to(device);
  pass.targets = at::tensor(targets, at::kLong).to(device);
  pass.examples = std::move(examples);
  return pass;
}

int64_t predicted_tokens(const Example& example) {
  int64_t count = 0;
  for (std::size_t i = 1; i < example.labels.size(); ++i) count += example.labels[i] != -100;
  return count;
}

}  // namespace paretune
