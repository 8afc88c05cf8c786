// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/schedule/schedule.h"

#include "training/api/result.h"

namespace paretune {

const LrSchedule& find_lr_schedule(const std::string& name) {
  std::string known;
  for (const LrSchedule* schedule : lr_schedules()) {
    if (name == schedule->name) return *schedule;
    known += (known.empty() ? "" : ", ") + std::string(schedule->name);
  }
  fail(ErrorKind::input, "unknown schedule \"" + name + "\"", "training.lr_scheduler_type", "Known are " + known + ".");
}

}  // namespace paretune
