// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Watches a run's numbers and says, in words with figures, when they leave their usual range. Free of torch.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace paretune {

class HealthWatch {
 public:
  // `grad_norm` before clipping. A note at most every 20 steps of trouble.
  std::optional<std::string> after_step(int64_t step, double loss, double grad_norm);

 private:
  std::deque<double> m_norms, m_losses;  // of healthy steps
  int64_t m_quiet_until = 0;
};

}  // namespace paretune
