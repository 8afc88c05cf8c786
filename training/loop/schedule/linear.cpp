// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "training/loop/schedule/schedule.h"

namespace paretune {

extern const LrSchedule linear_lr_schedule;
const LrSchedule linear_lr_schedule{"linear", [](int64_t step, int64_t warmup_steps, int64_t total_steps) {
  if (const double rise = warmup_factor(step, warmup_steps); rise >= 0) return rise;
  return std::max(0.0, static_cast<double>(total_steps - step) / static_cast<double>(std::max<int64_t>(1, total_steps - warmup_steps)));
}};

}  // namespace paretune
