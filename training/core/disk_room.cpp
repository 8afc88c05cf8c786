// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/core/disk_room.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace paretune {

bool has_room(const std::string& folder, int64_t bytes) {
  std::string probe = folder + "/.room-XXXXXX";
  const int fd = ::mkstemp(probe.data());
  if (fd < 0) return errno != ENOSPC && errno != EDQUOT;
  ::unlink(probe.c_str());
  const int code = bytes > 0 ? ::posix_fallocate(fd, 0, bytes) : 0;
  ::close(fd);
  return code != ENOSPC && code != EDQUOT;
}

bool wait_for_room(const std::string& folder, int64_t bytes, const std::function<void()>& waiting, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  for (bool said = false; !has_room(folder, bytes); said = true) {
    if (!said) waiting();
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
    if (stop.stop_requested()) return false;
  }
  return true;
}

}  // namespace paretune
