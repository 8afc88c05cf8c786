// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Lives of runs: a row at submit, a turn on the lane, exactly one ending.
#include <map>

#include "training/engine/lane.h"
#include "training/engine/workbench.h"
#include "training/loop/trainer.h"
#include "training/runs/run_store.h"

namespace paretune {

class RunLane {
 public:
  RunLane(std::string home, RunStore& store, Workbench& bench, Lane& lane, int threads)
      : m_home(std::move(home)), m_store(store), m_bench(bench), m_lane(lane), m_threads(threads) {}

  Result<std::string> submit(const RunConfig& config, std::shared_ptr<RunSink> sink);
  Result<std::string> resume(const RunRow& row, std::shared_ptr<RunSink> sink);
  void stop(const std::string& id);
  void sample_now(const std::string& id);
  void save_now(const std::string& id);
  void wait(const std::string& id);
  void stop_all();

 private:
  struct Live {
    std::stop_source stop;
    RunRequests requests;
    std::shared_ptr<RunSink> sink;
    std::chrono::steady_clock::time_point started;
  };
  Status enqueue(const std::string& id, const std::string& folder, const RunConfig& config, bool resume, std::shared_ptr<RunSink> sink);
  void run(const std::string& id, const std::string& folder, const RunConfig& config, bool resume, Live& live);
  void work(const std::string& id, const std::string& folder, const RunConfig& config, bool resume, Live& live);
  void send(const std::string& id, Live& live, RunEvent event);
  void end(const std::string& id);
  std::shared_ptr<Live> find(const std::string& id);

  std::string m_home;
  RunStore& m_store;
  Workbench& m_bench;
  Lane& m_lane;
  int m_threads;
  std::mutex m_mutex;
  std::condition_variable m_ended;
  std::map<std::string, std::shared_ptr<Live>> m_live;
};

}  // namespace paretune
