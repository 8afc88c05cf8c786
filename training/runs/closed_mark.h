// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the file of the database was when the last process closed it in order. While it still is that, opening need not read it all again
// for the integrity check, whose time grows with everything ever recorded; a week after the last one it does.
#include <atomic>
#include <chrono>
#include <string>

namespace paretune {

class ClosedMark {
 public:
  using Clock = std::chrono::system_clock;
  // Takes the mark beside `database` away, so that a process that dies leaves none.
  explicit ClosedMark(std::string database, Clock::time_point now = Clock::now());
  // Leaves a new mark. After the last connection of this process; where another process still has the file open, that one leaves it.
  ~ClosedMark();
  ClosedMark(const ClosedMark&) = delete;
  ClosedMark& operator=(const ClosedMark&) = delete;

  bool vouches() const { return m_vouches; }  // the file is as it was left, and had its check less than a week before
  void checked();                             // the whole file was read and found good
  void distrust() { m_distrusted = true; }    // damage was met: leave no mark; from any thread

 private:
  std::string mark_path() const { return m_database + ".closed"; }
  std::string m_database;
  Clock::time_point m_now, m_checked;
  bool m_vouches = false;
  std::atomic<bool> m_distrusted{false};
};

}  // namespace paretune
