// SPDX-License-Identifier: GPL-3.0-or-later
// The wall clock jumps while runs train: order follows the steps and the queue, no duration is negative.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <time.h>

#include <atomic>

#include "tests/support/promise.h"
#include "tests/support/tiny_model.h"
#include "training/api/engine.h"

namespace {
std::atomic<long> g_shift{0};  // seconds
}

// Before the C library's: what the program and its libraries take for the time of day.
extern "C" int clock_gettime(clockid_t clock, struct timespec* out) noexcept {
  static const auto next = reinterpret_cast<int (*)(clockid_t, struct timespec*)>(::dlsym(RTLD_NEXT, "clock_gettime"));
  const int code = next(clock, out);
  if (code == 0 && clock == CLOCK_REALTIME) out->tv_sec += g_shift;
  return code;
}

namespace paretune::test {
namespace {

class Jumps final : public RunSink {
 public:
  explicit Jumps(long seconds) : m_seconds(seconds) {}
  void on_event(const std::string&, const RunEvent& event) override {
    if (event.wall_ms < m_last) ++backwards;
    m_last = event.wall_ms;
    if (const auto* metrics = std::get_if<RunMetrics>(&event.body); metrics && metrics->step == 3) g_shift += m_seconds;
    if (const auto* finished = std::get_if<RunFinished>(&event.body)) values = finished->final_metrics;
  }
  int backwards = 0;
  std::map<std::string, double> values;

 private:
  const long m_seconds;
  int64_t m_last = 0;
};

TEST(Clock, JumpsChangeNothing) {
  Promise promise("the clock jumps while a run trains: order and durations stay true");
  TempFolder folder;
  write_tiny_model(folder / "model");
  write_tiny_rows(folder / "rows.jsonl");
  const auto engine = Engine::open({folder / "home", "cpu", 1}).value();
  std::vector<std::string> ids;
  constexpr long kYear = 365L * 24 * 3600;
  for (const long jump : {-3600L, kYear, -2 * kYear, 7200L}) {
    promise.try_once([&] {
      SCOPED_TRACE(std::to_string(jump) + " s");
      const auto config = parse_run_config({{"model", folder / "model"},
                                            {"data", {{"path", folder / "rows.jsonl"}, {"eval_fraction", 0.25}}},
                                            {"peft", {{"peft_type", "LORA"}, {"r", 2}}},
                                            {"training", {{"max_steps", 6}, {"per_device_train_batch_size", 2}, {"save_steps", 2}}}}).value();
      const auto sink = std::make_shared<Jumps>(jump);
      ids.push_back(engine->submit(config, sink).value());
      engine->wait(ids.back());
      EXPECT_EQ(engine->run(ids.back())->state, "finished");
      EXPECT_EQ(sink->backwards, 0);
      for (const char* key : {"wall_seconds", "train_seconds", "step_ms"}) {
        EXPECT_GT(sink->values.at(key), 0) << key;
        EXPECT_LT(sink->values.at(key), 600) << key;
      }
      const auto losses = engine->metric(ids.back(), "loss");
      EXPECT_EQ(losses.size(), 6u);
      for (std::size_t i = 1; i < losses.size(); ++i) EXPECT_GT(losses[i].step, losses[i - 1].step);
      const auto runs = engine->runs();
      EXPECT_EQ(runs.front().id, ids.back()) << "the newest run comes first, whatever the clock says";
    });
  }
}

}  // namespace
}  // namespace paretune::test
