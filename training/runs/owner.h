// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which process a run belongs to, told apart from later processes with the same number.
#include <cstdint>
#include <string>

namespace paretune {

struct Owner {
  int64_t pid = 0;
  std::string boot;   // the kernel's boot id
  int64_t start = 0;  // start time of the process in clock ticks since boot
};

Owner this_process();
bool is_alive(const Owner& owner);

}  // namespace paretune
