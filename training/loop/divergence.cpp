// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/divergence.h"

#include "training/loop/pass.h"

namespace paretune {
namespace {

constexpr int64_t kTokensPerPass = 128;  // two rows of logits are kept for each

// log p(next token) of the rows whose target is trained, (N, V).
Tensor log_probabilities(CausalLm& model, const Pass& pass, const Tensor& rows) {
  return model.logits(model.hidden(pass.batch).index_select(0, rows)).to(at::kFloat).log_softmax(1);
}

}  // namespace

double mean_divergence(CausalLm& model, const Examples& examples, const std::function<void(bool)>& set_enabled,
                       const std::function<void(double)>& progress, std::stop_token stop) {
  torch::NoGradGuard no_grad;
  model.set_training(false);
  const auto restored = std::shared_ptr<void>(nullptr, [&](void*) { set_enabled(true); });
  double sum = 0;
  int64_t count = 0;
  for (std::size_t next = 0; next < examples.size();) {
    if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while measuring drift");
    std::vector<Example> rows;
    int64_t tokens = 0;
    while (next < examples.size() && (rows.empty() || tokens + examples.length_of(next) <= kTokensPerPass)) {
      tokens += examples.length_of(next);
      rows.push_back(examples[next++]);
    }
    const Pass pass = make_pass(std::move(rows), model.device);
    const Tensor seen = pass.targets.ne(-100).nonzero().flatten();
    if (seen.numel() > 0) {
      set_enabled(false);
      const Tensor base = log_probabilities(model, pass, seen);
      set_enabled(true);
      const Tensor adapted = log_probabilities(model, pass, seen);
      sum += (base.exp() * (base - adapted)).sum(1).sum(at::kDouble).item<double>();
      count += seen.numel();
    }
    if (progress) progress(static_cast<double>(next) / static_cast<double>(examples.size()));
  }
  if (count == 0) fail(ErrorKind::input, "no row has a token the loss sees", "data", "Check train_on and max_length.");
  return sum / static_cast<double>(count);
}

}  // namespace paretune
