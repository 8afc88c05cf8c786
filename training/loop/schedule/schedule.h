// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Learning rate schedules, equal to transformers' get_scheduler(). Free of torch.
#include <cstdint>
#include <span>
#include <string>

namespace paretune {

struct LrSchedule {
  const char* name;  // lr_scheduler_type
  // Factor on the peak learning rate in the optimiser step after `step` steps.
  double (*factor)(int64_t step, int64_t warmup_steps, int64_t total_steps);
};
std::span<const LrSchedule* const> lr_schedules();  // made from the build list
const LrSchedule& find_lr_schedule(const std::string& name);  // throws Failure(input) naming the known ones

// Rise from 0 shared by all of them; negative when the rise is over.
inline double warmup_factor(int64_t step, int64_t warmup_steps) {
  return step < warmup_steps ? static_cast<double>(step) / static_cast<double>(warmup_steps) : -1.0;
}
// 0 .. 1 over the steps after the rise.
inline double decay_progress(int64_t step, int64_t warmup_steps, int64_t total_steps) {
  const int64_t length = total_steps > warmup_steps ? total_steps - warmup_steps : 1;
  return static_cast<double>(step - warmup_steps) / static_cast<double>(length);
}

}  // namespace paretune
