// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <mutex>
#include <thread>

#include "tests/ui/fake_engine.h"

namespace paretune {

// Real sweep files, plans, states and summaries; only the runs are the fake engine's, one after another.
class FakeSweeps final : public Sweeps {
 public:
  FakeSweeps(FakeEngine& engine, const FakeEngineOptions& options);
  ~FakeSweeps() override;
  Result<SweepPlan> plan(const Json& file, Progress progress, std::stop_token stop) override;
  Result<std::string> start(const SweepPlan& plan, std::shared_ptr<RunSink> sink) override;
  Result<std::string> resume(const std::string& id, std::shared_ptr<RunSink> sink, bool retry_failed) override;
  void stop(const std::string& id) override;
  void wait(const std::string& id) override;
  std::vector<SweepState> list() override;
  Result<SweepState> get(const std::string& id) override;
  std::optional<std::string> find_hash(const std::string& hash) override;

 private:
  struct Made {
    std::string id, state, run;  // run: the one under way
    SweepPlan plan;
    bool stop = false;
    std::thread thread;
  };
  Made* find(const std::string& id);
  std::vector<RunRow> runs_of(const std::string& id);
  void launch(Made& made, std::shared_ptr<RunSink> sink, bool go_on, bool retry_failed);
  void drive(Made& made, const std::shared_ptr<RunSink>& sink, bool go_on, bool retry_failed);
  bool enter(Made& made, const std::string& run);  // false: it is to stop
  SweepState state_of(const Made& made);

  FakeEngine& m_engine;
  FakeEngineOptions m_options;
  std::mutex m_mutex;
  std::vector<std::unique_ptr<Made>> m_made;  // oldest first
};

}  // namespace paretune
