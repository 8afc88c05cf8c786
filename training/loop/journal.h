// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A run's events on their way out: stamped, sent, and kept as log.txt and samples.jsonl in the run's folder, if it has one.
#include <chrono>
#include <fstream>
#include <functional>
#include <set>

#include "training/api/run_event.h"

namespace paretune {

class RunJournal {
 public:
  RunJournal(const std::string& folder, std::function<void(RunEvent)> emit);
  template <class Body>
  void send(Body body) {
    write(body);
    m_emit({wall_ms(), std::move(body)});
  }
  void note(int64_t step, const std::string& text) { send(RunNote{step, text}); }
  // After a resume at `step`: later samples will be made again; time goes on from `seconds_before`, spent by earlier sittings.
  void go_on_from(int64_t step, double seconds_before);
  bool has_samples_of(int64_t step) const { return m_sampled.count(step) > 0; }
  double seconds() const;

 private:
  int64_t wall_ms() const { return static_cast<int64_t>(seconds() * 1000); }
  void write(const RunStarted& e);
  void write(const RunPhase&) {}
  void write(const RunMetrics& e);
  void write(const RunSample& e);
  void write(const RunCheckpoint& e);
  void write(const RunNote& e);
  void write(const RunFinished& e);
  void line(const std::string& text);

  std::string m_folder;
  std::function<void(RunEvent)> m_emit;
  std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
  double m_seconds_before = 0;
  std::set<int64_t> m_sampled;
  std::ofstream m_log, m_samples;
};

}  // namespace paretune
