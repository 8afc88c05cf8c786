// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "training/api/run_queue.h"
#include "training/api/sweep.h"

namespace paretune {

struct FakeEngineOptions {
  bool with_runs = true;  // finished runs in the store at the start
  int step_ms = 15;       // pace of a live run
  int64_t steps = 60;     // when the run file names no max_steps
  int64_t fail_at_step = 0;
  bool breaks_off = false;    // the broken-off run did so twice: it waits to be asked
  int left_behind = 0;        // runs of an earlier sitting that nobody cares for; the first one was broken off
  bool broken_sweep = false;  // a tournament whose program was killed
};

class FakeEngine;

// All runs go at once, so that nothing ever waits but what an earlier sitting left.
class FakeQueue final : public RunQueue {
 public:
  FakeQueue(FakeEngine& engine, bool breaks_off) : m_engine(engine), m_breaks_off(breaks_off) {}
  std::vector<std::string> waiting() override { return {}; }
  std::string current() override { return {}; }
  Status move(const std::string& id, std::size_t) override { return Error{ErrorKind::input, "the run does not wait", id, ""}; }
  void pause() override {}
  void go_on() override {}
  bool paused() override { return false; }
  void cancel_waiting() override {}
  std::vector<RunRow> left_behind() override;
  Result<std::vector<std::string>> take_over(std::shared_ptr<RunSink> sink, bool unasked) override;

 private:
  FakeEngine& m_engine;
  const bool m_breaks_off;
};

class FakeSweeps;

// An Engine without a model: believable curves, live events from a thread, every call answered from memory.
class FakeEngine : public Engine {
 public:
  explicit FakeEngine(std::string home, FakeEngineOptions options = {});
  ~FakeEngine() override;

  std::string home() const override { return m_home; }
  const std::vector<MethodInfo>& methods() const override { return m_methods; }
  std::vector<ModelChoice> local_models() override;
  Result<ModelInfo> inspect_model(const std::string& ref) override;
  Result<DataPreview> preview_data(const std::string& model, const Json& data, int64_t rows, std::stop_token stop) override;
  Result<DataReport> inspect_data(const std::string&, const Json&, Progress, std::stop_token) override {
    return Error{ErrorKind::unsupported, "the fake engine reports on no data", "data", ""};
  }
  Result<TokenView> tokenize(const std::string& model, const std::string& text) override;
  Result<TokenView> tokenize_chat(const std::string& model, const Json& messages, const std::string& train_on) override;
  const std::vector<PublishedRun>& published() const override;
  Result<Plan> plan(const RunConfig& config, int64_t available_bytes = 0) override;
  Result<Plan> measure_plan(const RunConfig& config, Progress progress, std::stop_token stop) override;
  Result<int64_t> trainable_parameters(const std::string& model, const Json& peft) override;
  Result<RunConfig> demo_config() override;

  // Of names, notes and tags: how long the next one takes, and whether they are refused.
  std::atomic<int> next_edit_ms = 0;
  std::atomic<bool> refuses_edits = false;

  struct SweepRun {
    std::string sweep, item, purpose;
  };
  Result<std::string> submit_for(const SweepRun& origin, const RunConfig& config, std::shared_ptr<RunSink> sink);
  std::vector<RunRow> left_behind();
  Result<std::string> submit(const RunConfig& config, std::shared_ptr<RunSink> sink) override;
  Result<std::string> resume(const std::string& run_id, std::shared_ptr<RunSink> sink) override;
  void stop(const std::string& run_id) override;
  void sample_now(const std::string& run_id) override;
  void save_now(const std::string& run_id) override;
  void wait(const std::string& run_id) override;
  void close() override;

  std::vector<RunRow> runs() override;
  Result<RunRow> run(const std::string& id) override;
  std::vector<std::string> metric_keys(const std::string& run_id) override;
  std::vector<MetricPoint> metric(const std::string& run_id, const std::string& key) override;
  std::vector<RunSample> samples(const std::string& run_id) override;
  std::vector<std::string> notes(const std::string& run_id) override;
  std::vector<RunNote> health(const std::string& run_id) override;
  Result<AdapterReport> adapter_report(const std::string& run_id) override;
  Status set_style(const std::string& run_id, int style) override;
  Status remove_run(const std::string& id) override;
  Status tag_run(const std::string& id, const std::string& tag, bool on) override;
  Status rename_run(const std::string& id, const std::string& name) override;
  Status set_note(const std::string& id, const std::string& note) override;
  Result<std::string> import_adapter(const ImportRequest&, Progress, std::stop_token) override;
  Result<Json> reproduction(const std::string&) override;
  Result<Reproduction> read_reproduction(const Json&) override;
  RunQueue& queue() override;
  Sweeps& sweeps() override;

  Result<GenerateResult> generate(const GenerateRequest& request, OnText on_text, std::stop_token stop) override;
  Result<std::map<std::string, double>> evaluate(const EvalRequest& request, Progress progress, std::stop_token stop) override;
  Result<ExportReceipt> export_to(const ExportRequest& request, Progress progress, std::stop_token stop) override;
  Result<ConversionReceipt> convert_to_lora(const ConversionRequest&, Progress, std::stop_token) override;
  Result<CombinationReceipt> combine(const CombinationRequest&) override;
  Result<void> forward_file(const ModelWithAdapters&, const std::string&, const std::string&, bool) override;
  std::vector<DoctorItem> doctor() override;
  Result<std::vector<SelfTestRow>> self_test(const std::function<void(const SelfTestRow&)>&) override { return std::vector<SelfTestRow>(); }
  Result<Json> bench(const std::string& what, const Json& options) override;

 private:
  struct Run {
    RunRow row;
    std::map<std::string, std::vector<MetricPoint>> metrics;
    std::vector<RunSample> samples;
    std::vector<RunNote> notes;
    std::shared_ptr<RunSink> sink;
    bool stop = false, sample = false, save = false;
    double quality = 1, noise = 0.05;
    std::jthread thread;
  };
  Run* find(const std::string& id);
  Status edit(const std::string& id, const std::function<void(RunRow&)>& change);
  std::shared_ptr<Run> make(const RunConfig& config, int64_t steps);
  std::map<std::string, double> values_at(Run& run, int64_t step);
  void say(Run& run, int64_t wall_ms, std::variant<RunStarted, RunPhase, RunMetrics, RunSample, RunCheckpoint, RunNote, RunFinished, RunFailed> body);
  void live(std::shared_ptr<Run> run, int64_t first_step);
  void add_samples(Run& run, int64_t step, int64_t wall_ms);
  void record(Run& run, int64_t wall_ms, const RunMetrics& metrics);

  std::string m_home;
  FakeEngineOptions m_options;
  std::vector<MethodInfo> m_methods;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::vector<std::shared_ptr<Run>> m_runs;  // oldest first
  std::unique_ptr<FakeSweeps> m_sweeps;
  std::unique_ptr<FakeQueue> m_queue;
  int m_count = 0;
  std::mt19937 m_random{7};
};

}  // namespace paretune
