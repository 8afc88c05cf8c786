// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/health.h"

#include <algorithm>
#include <cstdio>
#include <vector>

namespace paretune {
namespace {

constexpr std::size_t kRemembered = 50, kNeeded = 10;
constexpr int64_t kQuietSteps = 20;
constexpr double kFarAbove = 10;  // times the median
constexpr double kLossRise = 2;

double quantile(const std::deque<double>& values, double share) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void remember(std::deque<double>& values, double value) {
  values.push_back(value);
  if (values.size() > kRemembered) values.pop_front();
}

}  // namespace

std::optional<std::string> HealthWatch::after_step(int64_t step, double loss, double grad_norm) {
  char text[200];
  std::optional<std::string> note;
  const bool known = m_norms.size() >= kNeeded;
  if (known && grad_norm > kFarAbove * quantile(m_norms, 0.5)) {
    std::snprintf(text, sizeof text, "Gradient norm %.3g, usual %.3g to %.3g. If it goes on, lower the learning rate.", grad_norm, quantile(m_norms, 0.05),
                  quantile(m_norms, 0.95));
    note = text;
  } else {
    remember(m_norms, grad_norm);
  }
  const double usual_loss = known ? quantile(m_losses, 0.5) : 0;
  if (known && !note && loss > kLossRise * usual_loss + 1) {
    std::snprintf(text, sizeof text, "Loss %.3g, usual %.3g: the training may be diverging. Lower the learning rate.", loss, usual_loss);
    note = text;
  } else {
    remember(m_losses, loss);
  }
  if (!note || step < m_quiet_until) return std::nullopt;
  m_quiet_until = step + kQuietSteps;
  return note;
}

}  // namespace paretune
