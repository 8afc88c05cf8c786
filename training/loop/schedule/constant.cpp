// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/schedule/schedule.h"

namespace paretune {

extern const LrSchedule constant_lr_schedule;
const LrSchedule constant_lr_schedule{"constant", [](int64_t, int64_t, int64_t) { return 1.0; }};

}  // namespace paretune
