// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/closed_mark.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <tuple>

namespace paretune {
namespace {
using Clock = ClosedMark::Clock;
constexpr auto kTrust = std::chrono::days(7);

// Which file, how long, last written when. A write by anyone changes the time: the one left at closing is to the nanosecond, the kernel's
// own come in ticks and later.
struct Look {
  int64_t inode = 0, size = 0, seconds = 0, nanoseconds = 0;
  bool operator==(const Look&) const = default;
};

std::optional<Look> look_at(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return Look{static_cast<int64_t>(found.st_ino), found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

bool has_log(const std::string& database) { return look_at(database + "-wal").has_value(); }

int64_t seconds_of(Clock::time_point time) { return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count(); }

}  // namespace

ClosedMark::ClosedMark(std::string database, Clock::time_point now) : m_database(std::move(database)), m_now(now) {
  Look then;
  int64_t checked = 0;
  std::ifstream in(mark_path());
  const bool read = static_cast<bool>(in >> then.inode >> then.size >> then.seconds >> then.nanoseconds >> checked);
  in.close();
  const bool taken = ::unlink(mark_path().c_str()) == 0;
  m_checked = Clock::time_point(std::chrono::seconds(checked));
  m_vouches = read && taken && look_at(m_database) == then && !has_log(m_database) && m_checked <= m_now && m_now - m_checked < kTrust;
}

void ClosedMark::checked() { m_checked = m_now; }

ClosedMark::~ClosedMark() {
  if (m_distrusted || m_checked == Clock::time_point() || has_log(m_database)) return;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const timespec times[2] = {{0, UTIME_OMIT}, now};
  if (::utimensat(AT_FDCWD, m_database.c_str(), times, 0) != 0) return;
  const auto left = look_at(m_database);
  if (!left || left->seconds != now.tv_sec || left->nanoseconds != now.tv_nsec) return;  // a file system of coarser times cannot vouch
  std::ofstream(mark_path()) << left->inode << ' ' << left->size << ' ' << left->seconds << ' ' << left->nanoseconds << ' ' << seconds_of(m_checked) << '\n';
}

}  // namespace paretune
