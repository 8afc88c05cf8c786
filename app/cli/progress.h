// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <mutex>

#include "app/cli/command.h"
#include "training/api/time_left.h"

namespace paretune {

// Shows a run in the terminal: one live line on a terminal, a line now and then elsewhere; with json, every event as one line on stdout.
class ProgressSink final : public RunSink {
 public:
  ProgressSink(bool json, bool quiet);
  void on_event(const std::string& run_id, const RunEvent& event) override;
  void close_line();               // so that what comes next stands on a line of its own
  void finish(const RunRow& row);  // the closing summary
  void set_prefix(std::function<std::string(const std::string& run_id)> prefix) { m_prefix = std::move(prefix); }  // in front of every line

 private:
  void line(const std::string& text, bool passing);
  void show(const RunEvent& event);

  std::mutex m_mutex;
  std::function<std::string(const std::string&)> m_prefix;
  std::string m_run, m_before;  // whose lines are shown, and what stands in front of them
  bool m_json, m_quiet, m_live;
  bool m_open_line = false;
  int64_t m_total = 0, m_first_step = 0;
  int64_t m_last_shown_ms = -1'000'000;
  TimeLeft m_left;
  double m_loss = 0;
  std::map<std::string, double> m_first, m_latest;
};

}  // namespace paretune
