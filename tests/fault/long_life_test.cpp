// SPDX-License-Identifier: GPL-3.0-or-later
// A day of training, ten steps a second with eight figures each, streamed through the store: memory and the log stay flat. A tenth of
// it, or the whole with PARETUNE_NIGHTLY=1.
#include "tests/runs/runs_test_support.h"
#include "tests/support/promise.h"
#include "training/core/process.h"

namespace paretune {
namespace {

using namespace test;
namespace fs = std::filesystem;

TEST(LongLife, ADayOfMetricsKeepsMemoryAndLogFlat) {
  constexpr int64_t kDay = 864'000, kCheckpoint = 1000;
  constexpr int64_t kMega = int64_t{1} << 20;
  const int64_t steps = nightly() ? kDay : kDay / 10;
  Promise promise("a day's metrics are streamed with flat memory and log (points)");
  Home home;
  const auto store = home.open();
  store->add_run(row("day")).value();
  store->record("day", {0, started(steps)});
  const char* const keys[] = {"loss", "learning_rate", "grad_norm", "tokens_per_second", "step_ms", "memory_bytes", "tokens", "epoch"};
  int64_t warm = 0, highest = 0;
  std::uintmax_t longest_log = 0;
  promise.try_once([&] {
    for (int64_t step = 1; step <= steps; ++step) {
      std::map<std::string, double> values;
      for (const char* key : keys) values[key] = 1.0 / static_cast<double>(step);
      store->record("day", metrics(step, std::move(values), step * 100));
      if (step % kCheckpoint != 0) continue;
      store->flush();  // as a checkpoint does
      std::error_code none;
      longest_log = std::max(longest_log, fs::file_size(home.database() + "-wal", none));
      const int64_t now = anonymous_bytes();
      if (step <= steps / 5) warm = std::max(warm, now);
      highest = std::max(highest, now);
    }
    store->flush();
    EXPECT_LT(highest - warm, 8 * kMega) << "grew from " << warm / kMega << " MB";
    EXPECT_LT(static_cast<int64_t>(longest_log), 64 * kMega);
    const auto points = static_cast<double>(steps) * std::size(keys);
    std::printf("%.0f points, %.1f bytes each, memory +%.1f MB, log at most %.1f MB\n", points, static_cast<double>(fs::file_size(home.database())) / points,
                static_cast<double>(highest - warm) / 1e6, static_cast<double>(longest_log) / 1e6);
    EXPECT_LT(static_cast<double>(fs::file_size(home.database())) / points, 40);
    EXPECT_EQ(store->metric("day", "loss").size(), static_cast<std::size_t>(steps));
  });
}

}  // namespace
}  // namespace paretune
