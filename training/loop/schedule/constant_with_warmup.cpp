// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/schedule/schedule.h"

namespace paretune {

extern const LrSchedule constant_with_warmup_lr_schedule;
const LrSchedule constant_with_warmup_lr_schedule{"constant_with_warmup", [](int64_t step, int64_t warmup_steps, int64_t) {
  const double rise = warmup_factor(step, warmup_steps);
  return rise >= 0 ? rise : 1.0;
}};

}  // namespace paretune
