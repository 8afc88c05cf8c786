// SPDX-License-Identifier: GPL-3.0-or-later
// Presses in any order at any time: every sitting of a run ends once, in a true state, and nothing stays behind. A few hundred presses, or
// 5,000 with PARETUNE_NIGHTLY=1; under the thread sanitizer the same walk looks for races.
#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "tests/support/promise.h"
#include "tests/support/tiny_model.h"
#include "training/api/run_queue.h"
#include "training/core/process.h"

namespace paretune::test {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) { return std::chrono::duration<double, std::milli>(Clock::now() - begin).count(); }

// Counts how often each run ended, and when it last did.
class Endings final : public RunSink {
 public:
  void on_event(const std::string& id, const RunEvent& event) override {
    const auto* failed = std::get_if<RunFailed>(&event.body);
    if (failed == nullptr && !std::holds_alternative<RunFinished>(event.body)) return;
    std::lock_guard lock(m_mutex);
    ++m_counts[id];
    m_times[id] = Clock::now();
    if (failed != nullptr) m_failures += id + ": " + failed->error.text() + "\n";
  }
  int count(const std::string& id) {
    std::lock_guard lock(m_mutex);
    return m_counts[id];
  }
  Clock::time_point time(const std::string& id) {
    std::lock_guard lock(m_mutex);
    return m_times[id];
  }
  std::string failures() {
    std::lock_guard lock(m_mutex);
    return m_failures;
  }

 private:
  std::mutex m_mutex;
  std::map<std::string, int> m_counts;
  std::map<std::string, Clock::time_point> m_times;
  std::string m_failures;
};

class Control : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(folder / "model");
    write_tiny_rows(folder / "rows.jsonl");
    engine = Engine::open({folder / "home", "cpu", 1}).value();
  }
  RunConfig config(int64_t steps) const {
    return parse_run_config({{"model", folder / "model"},
                             {"data", {{"path", folder / "rows.jsonl"}, {"train_on", "completion"}, {"eval_fraction", 0.25}}},
                             {"peft", {{"peft_type", "LORA"}, {"r", 2}, {"target_modules", "all-linear"}}},
                             {"sample_prompts", {"hello"}},
                             {"training", {{"max_steps", steps}, {"per_device_train_batch_size", 2}, {"save_steps", 5}, {"eval_steps", 7}}}}).value();
  }
  const TempFolder folder;
  std::shared_ptr<Engine> engine;
  const std::shared_ptr<Endings> endings = std::make_shared<Endings>();
};

TEST_F(Control, ARandomWalkOfPresses) {
  Promise promise("presses in any order: every sitting ends once, in a true state");
  std::mt19937 random(nightly() ? std::random_device()() : 20261129);
  const auto below = [&](std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random); };
  RunQueue& queue = engine->queue();
  std::map<std::string, int> begun;  // sittings of each run
  std::vector<std::string> ids;
  std::map<std::string, Clock::time_point> stops;  // of runs that were under way
  std::vector<double> acknowledged, effective;

  // The window reads all the while.
  std::jthread reader([&](std::stop_token stop) {
    while (!stop.stop_requested()) {
      for (const auto& row : engine->runs()) {
        engine->metric(row.id, "loss");
        engine->samples(row.id);
        engine->health(row.id);
      }
      queue.waiting();
      queue.current();
      queue.left_behind();
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
  });

  const auto press = [&] {
    const std::string id = ids.empty() ? "nobody" : ids[below(ids.size())];
    switch (below(15)) {
      case 0:
      case 1: {
        if (queue.waiting().size() > 6) return;
        const auto made = engine->submit(config(1 + static_cast<int64_t>(below(400))), endings);
        ASSERT_TRUE(made) << made.error().text();
        ids.push_back(*made);
        begun[*made] = 1;
        return;
      }
      case 2:
      case 3: {
        const std::string current = queue.current(), target = below(2) == 0 || current.empty() ? id : current;
        const auto begin = Clock::now();
        engine->stop(target);
        acknowledged.push_back(ms_since(begin));
        if (target == current && !stops.contains(target)) stops[target] = begin;
        return;
      }
      case 4: {
        const auto again = engine->resume(id, endings);
        if (again) ++begun[id];
        else EXPECT_FALSE(again.error().text().empty());
        return;
      }
      case 5: return queue.pause();
      case 6: return queue.go_on();
      case 7: return void(queue.move(id, below(8)));
      case 8: return engine->save_now(id);
      case 9: return engine->sample_now(id);
      case 10: return below(4) == 0 ? queue.cancel_waiting() : queue.go_on();
      default: std::this_thread::sleep_for(std::chrono::milliseconds(below(40)));
    }
  };
  const int presses = nightly() ? 5000 : 400;
  for (int i = 0; i < presses; ++i) {
    promise.try_once(press);
    for (auto it = stops.begin(); it != stops.end();) {
      if (const auto ended = endings->time(it->first); ended > it->second) {
        effective.push_back(std::chrono::duration<double, std::milli>(ended - it->second).count());
        it = stops.erase(it);
      } else {
        ++it;
      }
    }
  }
  queue.go_on();
  for (const auto& id : ids) engine->stop(id);
  for (const auto& id : ids) engine->wait(id);
  reader.request_stop();
  reader.join();
  EXPECT_EQ(endings->failures(), "");
  EXPECT_TRUE(queue.waiting().empty());
  EXPECT_TRUE(queue.left_behind().empty());
  for (const auto& id : ids) {
    const RunRow row = engine->run(id).value();
    EXPECT_TRUE(row.state == "finished" || row.state == "stopped") << id << " is " << row.state;
    EXPECT_EQ(endings->count(id), begun[id]) << id << ", " << row.state;
    if (row.state != "finished") continue;
    EXPECT_EQ(engine->metric(id, "loss").size(), static_cast<std::size_t>(row.total_steps)) << id;
    EXPECT_TRUE(std::filesystem::exists(row.folder + "/adapter/adapter_model.safetensors")) << id;
  }
  const auto high = [](std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0.0 : values[values.size() * 95 / 100];
  };
  std::printf("%zu runs; a stop is taken within %.1f ms (95 %%) and ends the run under way within %.0f ms (95 %% of %zu)\n", ids.size(), high(acknowledged), high(effective),
              effective.size());
  // Promises, tens of times what is measured on an idle machine.
  EXPECT_LE(high(acknowledged), 100);
  EXPECT_LE(high(effective), 500);
}

std::size_t entries(const char* folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST_F(Control, AHundredRunsLeaveNothingBehind) {
  Promise promise("runs started, stopped and finished: memory, open files and threads come back to where they were");
  const int runs = nightly() ? 1000 : 100, warm = runs / 4;
  int64_t memory = 0;
  std::size_t files = 0, threads = 0;
  for (int i = 0; i < runs; ++i) {
    promise.try_once([&] {
      const auto id = engine->submit(config(i % 2 == 0 ? 3 : 1000), endings).value();
      if (i % 2 == 1) {
        while (engine->run(id)->step < 2) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        engine->stop(id);
      }
      engine->wait(id);
      EXPECT_EQ(engine->run(id)->state, i % 2 == 0 ? "finished" : "stopped");
    });
    const int64_t now = anonymous_bytes();
    if (i < warm) {
      memory = std::max(memory, now);
      files = std::max(files, entries("/proc/self/fd"));
      threads = std::max(threads, entries("/proc/self/task"));
    }
  }
  EXPECT_EQ(endings->failures(), "");
  EXPECT_LE(entries("/proc/self/fd"), files);
  EXPECT_LE(entries("/proc/self/task"), threads);
  const double grown = static_cast<double>(anonymous_bytes() - memory) / 1e6;
  std::printf("%d runs: memory %+.1f MB, %zu files, %zu threads\n", runs, grown, files, threads);
  EXPECT_LT(grown, 4);
}

}  // namespace
}  // namespace paretune::test
