// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What this process and machine use and have, in bytes; and the processor.
#include <cstdint>
#include <string>

namespace paretune {

int64_t resident_bytes();        // VmRSS
int64_t anonymous_bytes();       // RssAnon: resident and of no file
int64_t peak_resident_bytes();   // VmHWM
void reset_peak_resident();      // so that the next peak is of what follows; no-op where the kernel forbids it
int64_t available_memory();      // MemAvailable, capped by the cgroup limit
int64_t total_memory();
int64_t address_space_limit();   // RLIMIT_AS, or INT64_MAX
std::string processor_name();

}  // namespace paretune
