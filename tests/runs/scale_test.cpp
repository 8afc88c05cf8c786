// SPDX-License-Identifier: GPL-3.0-or-later
// A long life of the store: 1,000,000 metric rows and 10,000 runs. The limits are generous; the figures are printed.
#include <chrono>
#include <cstdio>
#include <thread>

#include "tests/runs/runs_test_support.h"
#include "training/core/process.h"

namespace paretune {
namespace {
using namespace test;

template <class F>
double seconds(const char* what, F&& body) {
  const auto from = std::chrono::steady_clock::now();
  body();
  const double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
  std::printf("%-52s %8.3f s\n", what, s);
  return s;
}

TEST(RunStoreScale, AMillionMetricRowsAndTenThousandRuns) {
  Home home;
  {
    const auto store = home.open();
    seconds("add 10,000 runs, in turn of 100 threads", [&] {
      // Callers that wait at the same time share a transaction, and so its sync to disk.
      for (int block = 0; block < 10'000; block += 100) {
        std::vector<std::thread> callers;
        for (int i = block; i < block + 100; ++i) callers.emplace_back([&, i] { EXPECT_TRUE(store->add_run(row("run-" + std::to_string(i))).ok()); });
        for (auto& caller : callers) caller.join();
      }
    });
    seconds("record 1,000,000 metric rows (10 keys a step)", [&] {
      for (int step = 1; step <= 90'000; ++step) {
        std::map<std::string, double> values;
        for (int key = 0; key < 10; ++key) values["key_" + std::to_string(key)] = step + key;
        store->record("run-" + std::to_string(step % 10), metrics(step, std::move(values)));
      }
      for (int i = 0; i < 10'000; ++i) {
        std::map<std::string, double> values;
        for (int key = 0; key < 10; ++key) values["key_" + std::to_string(key)] = i;
        store->record("run-" + std::to_string(i), metrics(100'000, std::move(values)));
      }
      store->flush();
    });
  }
  std::printf("%-52s %8.1f MB, resident %.1f MB\n", "database", static_cast<double>(std::filesystem::file_size(home.database())) / 1e6,
              static_cast<double>(resident_bytes()) / 1e6);
  std::unique_ptr<RunStore> store;
  EXPECT_LT(seconds("open, with integrity check", [&] { store = home.open(); }), 10);
  std::vector<RunRow> rows;
  EXPECT_LT(seconds("list 10,000 runs with summaries", [&] { rows = store->runs(); }), 3);
  ASSERT_EQ(rows.size(), 10'000u);
  EXPECT_EQ(rows[0].id.substr(0, 6), "run-99");  // the last block, in any order
  EXPECT_EQ(rows[0].summary.size(), 11u);
  std::vector<MetricPoint> points;
  EXPECT_LT(seconds("one curve of 9,001 points", [&] { points = store->metric("run-3", "key_5"); }), 1);
  EXPECT_EQ(points.size(), 9'001u);
  EXPECT_LT(seconds("metric keys of a run", [&] { EXPECT_EQ(store->metric_keys("run-3").size(), 10u); }), 1);
  EXPECT_LT(seconds("find by prefix", [&] { EXPECT_EQ(store->find("run-9998")->id, "run-9998"); }), 1);
}

}  // namespace
}  // namespace paretune
