// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// SQLite (WAL) behind values: one writer thread, numbered migrations, user_version. Free of torch.
#include <functional>
#include <memory>

#include "training/api/engine.h"
#include "training/runs/sweep_rows.h"

namespace paretune {

class RunStore {
 public:
  // Opens or makes <home>/paretune.db; runs integrity_check unless closed_mark.h vouches for the file; a damaged file is set aside and reported in `notices`.
  // Runs and sweeps left "running" by a dead process become "interrupted" (owner pid + boot id are kept in the row); runs that waited in
  // it keep waiting, see left_behind().
  static Result<std::unique_ptr<RunStore>> open(const std::string& home, std::vector<std::string>& notices);
  virtual ~RunStore() = default;

  virtual Result<void> add_run(const RunRow& run) = 0;  // state "queued"; returns once committed
  virtual Result<void> set_state(const std::string& id, const std::string& state, const std::string& error = {}) = 0;  // committed on return
  // "running" from the checkpoint of that step on (0: from the beginning); committed on return.
  virtual Status begin_sitting(const std::string& id, int64_t step) = 0;
  virtual int64_t sittings_from(const std::string& id, int64_t step) = 0;  // how often it began there so far
  // Makes a run this process's, waiting at the end of the queue or where it waited before; Failure where a living process has it.
  virtual Status claim(const std::string& id) = 0;
  virtual Status order_queue(const std::vector<std::string>& ids) = 0;  // these wait in this order, behind what waits already elsewhere
  virtual std::vector<RunRow> left_behind() = 0;
  virtual void record(const std::string& id, const RunEvent& event) = 0;  // queued to the writer thread; never blocks on disk
  virtual void flush() = 0;                                               // until everything recorded is committed

  virtual std::vector<RunRow> runs() = 0;                                 // newest first, with summary and tags
  virtual std::vector<RunRow> finished_with(const std::string& method, const std::string& key, int64_t limit) = 0;  // newest first; summary has the key
  virtual Result<RunRow> find(const std::string& id_prefix_or_name) = 0;  // ambiguous prefix: error lists the candidates
  virtual std::vector<std::string> metric_keys(const std::string& id) = 0;
  virtual std::vector<MetricPoint> metric(const std::string& id, const std::string& key) = 0;
  virtual std::vector<RunSample> samples(const std::string& id) = 0;
  virtual std::vector<std::string> notes(const std::string& id) = 0;
  virtual std::vector<RunNote> health(const std::string& id) = 0;
  virtual Status set_style(const std::string& id, int style) = 0;
  virtual Status remove(const std::string& id) = 0;
  virtual Status tag(const std::string& id, const std::string& tag, bool on) = 0;
  virtual Status rename(const std::string& id, const std::string& name) = 0;
  virtual Status set_note(const std::string& id, const std::string& note) = 0;
  virtual Status add_sweep(const SweepRow& sweep) = 0;  // state "running", owned by this process
  virtual Status claim_sweep(const std::string& id) = 0;  // "running" again; Failure where a living process runs it
  virtual Status set_sweep_state(const std::string& id, const std::string& state, const std::string& error = {}) = 0;
  virtual std::vector<SweepRow> sweeps() = 0;  // newest first
  virtual Result<SweepRow> find_sweep(const std::string& id_prefix_or_name) = 0;
  virtual std::optional<std::string> sweep_of_hash(const std::string& hash) = 0;
  virtual std::vector<RunRow> runs_of_sweep(const std::string& id) = 0;  // newest first
  virtual Status add_eval(const std::string& id, const std::string& data, const std::map<std::string, double>& values) = 0;
};

}  // namespace paretune
