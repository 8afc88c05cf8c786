// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/core/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>

namespace paretune {
namespace {

// "VmRSS:   123 kB" -> bytes; 0 when the line is missing.
int64_t field_bytes(const char* file, const char* key) {
  std::ifstream in(file);
  std::string line;
  while (std::getline(in, line)) {
    if (line.rfind(key, 0) == 0) return std::strtoll(line.c_str() + std::strlen(key), nullptr, 10) * 1024;
  }
  return 0;
}

int64_t number_in(const char* file) {
  std::ifstream in(file);
  int64_t value = -1;
  if (in >> value) return value;
  return -1;
}

}  // namespace

int64_t resident_bytes() { return field_bytes("/proc/self/status", "VmRSS:"); }
int64_t anonymous_bytes() { return field_bytes("/proc/self/status", "RssAnon:"); }
int64_t peak_resident_bytes() { return field_bytes("/proc/self/status", "VmHWM:"); }

void reset_peak_resident() {
  std::ofstream out("/proc/self/clear_refs");
  out << "5";
}

int64_t total_memory() { return field_bytes("/proc/meminfo", "MemTotal:"); }

int64_t available_memory() {
  int64_t available = field_bytes("/proc/meminfo", "MemAvailable:");
  const int64_t limit = number_in("/sys/fs/cgroup/memory.max");
  const int64_t used = number_in("/sys/fs/cgroup/memory.current");
  if (limit > 0 && used >= 0) available = std::min(available, std::max<int64_t>(0, limit - used));
  const int64_t address_space = address_space_limit();
  return std::min(available, address_space);
}

int64_t address_space_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(limit.rlim_cur);
}

std::string processor_name() {
  std::ifstream in("/proc/cpuinfo");
  std::string line;
  while (std::getline(in, line)) {
    if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
  }
  return "unknown";
}

}  // namespace paretune
