// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Lives of runs: a row at submit, a place in the queue, a turn on the lane, exactly one ending.
#include <map>

#include "training/api/run_queue.h"
#include "training/api/workers.h"
#include "training/engine/lane.h"
#include "training/engine/workbench.h"
#include "training/loop/trainer.h"
#include "training/runs/run_store.h"

namespace paretune {

// Why a run is made, as its row keeps it.
struct RunOrigin {
  std::string purpose, sweep, sweep_item;
};

// One run at a time takes its turn on the lane; other jobs come between two runs. What waits is kept here and, in the same order, as rows.
class RunLane final : public RunQueue {
 public:
  RunLane(std::string home, RunStore& store, Workbench& bench, Lane& lane, int threads, WorkerPlace place)
      : m_home(std::move(home)), m_store(store), m_bench(bench), m_lane(lane), m_threads(threads), m_place(std::move(place)) {}

  Result<std::string> submit(const RunConfig& config, std::shared_ptr<RunSink> sink, const RunOrigin& origin = {});
  Result<std::string> resume(const RunRow& row, std::shared_ptr<RunSink> sink);
  void stop(const std::string& id);
  void sample_now(const std::string& id);
  void save_now(const std::string& id);
  void wait(const std::string& id);
  // On the other ranks: trains what rank 0 says. On the lane's thread.
  void help(std::stop_token stop);
  bool is_live(const std::string& id) { return find(id) != nullptr; }
  // For who waits until any run ends: a count to be read before looking at the runs, and a wait until it has changed.
  uint64_t endings();
  void wait_for_ending(uint64_t seen);
  // Takes waiting runs out of this program's queue; their rows keep waiting, and their sinks hear that they stopped.
  void park(const std::vector<std::string>& ids);
  // No run starts any more, waiting ones are parked, the one under way stops with a checkpoint and waits before them.
  void close();

  std::vector<std::string> waiting() override;
  std::string current() override;
  Status move(const std::string& run_id, std::size_t place) override;
  void pause() override;
  void go_on() override;
  bool paused() override;
  void cancel_waiting() override;
  std::vector<RunRow> left_behind() override { return m_store.left_behind(); }
  Result<std::vector<std::string>> take_over(std::shared_ptr<RunSink> sink, bool unasked) override;

 private:
  struct Live {
    std::stop_source stop;
    RunRequests requests;
    std::shared_ptr<RunSink> sink;
    std::chrono::steady_clock::time_point started;
    std::string folder;
    RunConfig config;
    bool resume = false;
    int64_t step = 0;  // before this sitting
    bool broken_off = false;  // by close()
  };
  void enqueue(const RunRow& row, bool resume, std::shared_ptr<RunSink> sink);
  void post_turn();
  void take_turn();
  void run(const std::string& id, Live& live);
  void work(const std::string& id, Live& live);
  // One run as this process trains it, alone or as one of several; events go to `emit`.
  struct Sitting {
    std::string id, folder;
    const RunConfig& config;
    bool resume = false;
    int64_t processes = 1;
    const WorkerGroup* workers = nullptr;
    std::stop_token stop;
    RunRequests& requests;
    Emit emit;
  };
  void train_in(const Sitting& sitting);
  void train_planned(const Sitting& sitting, const OpenModel& opened, const Dataset& data, const std::optional<Dataset>& general, const Plan& plan);
  void measure_end(const Sitting& sitting, const TrainJob& job, double tokens, RunFinished& finished);
  void send(const std::string& id, Live& live, RunEvent event);
  void tell(const std::string& id, Live& live, const RunEvent& event);
  void keep_for_next_time(const std::string& id, const Live& live);
  void end(const std::string& id);
  bool remove_waiting(const std::string& id);
  std::shared_ptr<Live> find(const std::string& id);

  std::string m_home;
  RunStore& m_store;
  Workbench& m_bench;
  Lane& m_lane;
  int m_threads;
  WorkerPlace m_place;
  std::mutex m_mutex;
  std::condition_variable m_ended;
  std::map<std::string, std::shared_ptr<Live>> m_live;  // waiting and under way
  std::vector<std::string> m_waiting;                   // the next one first
  std::vector<std::string> m_left;                      // waited when close() came
  std::string m_current;
  uint64_t m_endings = 0;
  bool m_paused = false, m_closing = false, m_turn_posted = false;
};

}  // namespace paretune
