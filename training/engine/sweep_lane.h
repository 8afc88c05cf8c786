// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Drives sweeps: one thread each, asleep while its runs run. What is to be done next follows from the plan and the rows alone, so that a
// sweep goes on after any end of the program.
#include <atomic>

#include "training/api/sweep.h"
#include "training/engine/run_lane.h"

namespace paretune {

class SweepLane final : public Sweeps {
 public:
  SweepLane(RunStore& store, RunLane& runs, Workbench& bench, int threads) : m_store(store), m_runs(runs), m_bench(bench), m_threads(threads) {}

  Result<SweepPlan> plan(const Json& file, Progress progress, std::stop_token stop) override;
  Result<std::string> start(const SweepPlan& plan, std::shared_ptr<RunSink> sink) override;
  Result<std::string> resume(const std::string& id, std::shared_ptr<RunSink> sink, bool retry_failed) override;
  void stop(const std::string& id) override;
  void wait(const std::string& id) override;
  std::vector<SweepState> list() override;
  Result<SweepState> get(const std::string& id) override;
  std::optional<std::string> find_hash(const std::string& hash) override { return m_store.sweep_of_hash(hash); }

  void ask_to_stop();  // all of them, to go on at the next start
  void join();         // once the run under way has been asked to stop too

 private:
  struct Live {
    std::stop_source stop;
    std::thread thread;
    bool ended = false;
  };
  void launch(const std::string& id, SweepPlan plan, std::shared_ptr<RunSink> sink, bool go_on, bool retry_failed);
  void drive(const std::string& id, const SweepPlan& plan, const std::shared_ptr<RunSink>& sink, std::stop_token stop);
  void go_on_with(const std::string& id, const SweepPlan& plan, const std::shared_ptr<RunSink>& sink, bool retry_failed);
  void submit(const std::string& id, const SweepItem& item, const std::shared_ptr<RunSink>& sink);
  void halt_runs(const std::string& id);
  SweepState state_of(const SweepRow& row);

  RunStore& m_store;
  RunLane& m_runs;
  Workbench& m_bench;
  int m_threads;
  std::mutex m_mutex;
  std::condition_variable m_ended;
  std::atomic<bool> m_closing{false};
  std::map<std::string, std::shared_ptr<Live>> m_live;
};

}  // namespace paretune
