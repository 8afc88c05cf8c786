// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Watches a run's numbers and says, in words with figures, when they leave their usual range, and what to set in a new run. Free of torch.
#include <deque>

#include "training/loop/settings.h"

namespace paretune {

struct HealthNote {
  std::string text;
  std::vector<std::string> suggestion;  // as RunNote::suggestion
};

class HealthWatch {
 public:
  explicit HealthWatch(const TrainSettings& settings)
      : m_learning_rate(settings.learning_rate),
        m_max_grad_norm(settings.max_grad_norm),
        m_warmup(settings.warmup_ratio > 0 || settings.warmup_steps > 0) {}
  // `grad_norm` before clipping. A note at most every 20 steps of trouble.
  std::optional<HealthNote> after_step(int64_t step, double loss, double grad_norm);
  // A note when the evaluation loss has risen twice in a row while the training loss fell; once.
  std::optional<HealthNote> after_eval(int64_t step, double eval_loss);
  // Settings that keep steps small.
  std::vector<std::string> calmer() const;

 private:
  std::optional<HealthNote> still(int64_t step, double loss, double grad_norm);
  struct Eval {
    int64_t step = 0;
    double eval_loss = 0, loss = 0;  // loss: median of the steps before
  };

  double m_learning_rate, m_max_grad_norm;
  bool m_warmup;
  std::deque<double> m_norms, m_losses;  // of healthy steps
  std::deque<double> m_first_losses;
  std::deque<Eval> m_evals;
  int64_t m_quiet_until = 0, m_zero_steps = 0, m_high_steps = 0;
  bool m_said_still = false, m_said_zero = false, m_said_overfit = false;
};

}  // namespace paretune
