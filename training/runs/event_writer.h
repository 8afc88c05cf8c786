// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <unordered_map>

#include "training/api/run_event.h"
#include "training/runs/owner.h"
#include "training/runs/sqlite.h"

namespace paretune {

// Turns run events into rows. Within a batch the run row and its summary are written once, at end_batch().
// A value that is not a number is stored as NULL (read back as NaN); infinities are stored as they are.
class EventWriter {
 public:
  explicit EventWriter(Database& database) : m_database(database), m_owner(this_process()) {}
  void begin_batch();
  void apply(const std::string& id, const RunEvent& event);  // events of unknown runs are dropped with a warning
  void end_batch();
  void forget_phases() { m_phases.clear(); }  // after a rollback: what was stored last is no longer known

 private:
  struct Pending {
    std::map<std::string, std::pair<int64_t, double>> last;  // key -> step, value
    int64_t step = -1, wall_ms = -1;
  };
  int64_t seq_of(const std::string& id);
  void write_pending(int64_t run);
  void add_event(int64_t run, const char* kind, int64_t step, int64_t wall_ms, std::string_view text);

  void store(int64_t run, int64_t wall_ms, const RunStarted& body);
  void store(int64_t run, int64_t wall_ms, const RunPhase& body);
  void store(int64_t run, int64_t wall_ms, const RunMetrics& body);
  void store(int64_t run, int64_t wall_ms, const RunSample& body);
  void store(int64_t run, int64_t wall_ms, const RunCheckpoint& body);
  void store(int64_t run, int64_t wall_ms, const RunNote& body);
  void store(int64_t run, int64_t wall_ms, const RunFinished& body);
  void store(int64_t run, int64_t wall_ms, const RunFailed& body);

  Database& m_database;
  Owner m_owner;
  std::unordered_map<std::string, int64_t> m_seqs;  // of this batch: another process may delete runs between batches
  std::map<int64_t, Pending> m_pending;
  std::unordered_map<int64_t, std::string> m_phases;  // the last one stored: progress inside a phase is not kept
};

}  // namespace paretune
