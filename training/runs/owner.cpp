// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/owner.h"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace paretune {
namespace {

std::string boot_id() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  return id;
}

// Field 22 of /proc/<pid>/stat; -1 when there is no such process, or only its zombie is left. The name in field 2 may hold anything.
int64_t start_of(int64_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::stringstream all;
  all << in.rdbuf();
  const std::string line = all.str();
  const auto end = line.rfind(')');
  if (end == std::string::npos) return -1;
  std::istringstream fields(line.substr(end + 1));
  std::string field;
  fields >> field;
  if (field == "Z" || field == "X") return -1;
  for (int i = 4; i <= 22; ++i) fields >> field;
  return fields ? std::strtoll(field.c_str(), nullptr, 10) : -1;
}

}  // namespace

Owner this_process() { return {::getpid(), boot_id(), start_of(::getpid())}; }

bool is_alive(const Owner& owner) { return owner.pid > 0 && owner.boot == boot_id() && start_of(owner.pid) == owner.start; }

}  // namespace paretune
