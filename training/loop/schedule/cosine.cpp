// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numbers>

#include "training/loop/schedule/schedule.h"

namespace paretune {

extern const LrSchedule cosine_lr_schedule;
const LrSchedule cosine_lr_schedule{"cosine", [](int64_t step, int64_t warmup_steps, int64_t total_steps) {
  if (const double rise = warmup_factor(step, warmup_steps); rise >= 0) return rise;
  return std::max(0.0, 0.5 * (1.0 + std::cos(std::numbers::pi * decay_progress(step, warmup_steps, total_steps))));
}};

}  // namespace paretune
