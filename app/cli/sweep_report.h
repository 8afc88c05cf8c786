// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A sweep in the terminal: its plan, where it stands in front of every line, and what it came to.
#include <chrono>
#include <mutex>

#include "app/cli/command.h"
#include "training/api/sweep.h"

namespace paretune {

void print_plan(const SweepPlan& plan);
void print_summary(const SweepState& state);
Json to_json(const SweepState& state);

// "[3/14 LORA r=16 / seed 1, ETA 12:30] ", looked up anew every few seconds.
class SweepPosition {
 public:
  explicit SweepPosition(Sweeps& sweeps) : m_sweeps(sweeps) {}
  void set_sweep(const std::string& id);
  std::string text(const std::string& run_id);

 private:
  Sweeps& m_sweeps;
  std::mutex m_mutex;
  std::string m_id, m_run, m_text;
  std::chrono::steady_clock::time_point m_looked;
};

}  // namespace paretune
