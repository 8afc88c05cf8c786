// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/pareto.h"

#include <gtest/gtest.h>

#include <limits>

namespace paretune {
namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();

TEST(ParetoFront, KeepsWhatNothingBeats) {
  // memory (lower is better) against accuracy (higher is better)
  const std::vector<double> memory = {10, 20, 30, 15, 40}, accuracy = {0.2, 0.5, 0.4, 0.5, 0.9};
  EXPECT_EQ(pareto_front(memory, accuracy, true, false), (std::vector<std::size_t>{0, 3, 4}));
  EXPECT_EQ(pareto_front(accuracy, memory, false, true), (std::vector<std::size_t>{0, 3, 4}));
}

TEST(ParetoFront, EveryDroppedPointIsBeaten) {
  std::vector<double> xs, ys;
  unsigned state = 1;
  auto next = [&] { return double((state = state * 1664525u + 1013904223u) >> 20); };
  for (int i = 0; i < 300; ++i) xs.push_back(next()), ys.push_back(next());
  const auto front = pareto_front(xs, ys, true, true);
  for (std::size_t i = 0; i < xs.size(); ++i) {
    bool beaten = false, in = std::find(front.begin(), front.end(), i) != front.end();
    for (std::size_t j = 0; j < xs.size(); ++j) beaten |= j != i && xs[j] <= xs[i] && ys[j] <= ys[i] && (xs[j] < xs[i] || ys[j] < ys[i]);
    if (in) EXPECT_FALSE(beaten) << i;
    else EXPECT_TRUE(beaten || std::any_of(front.begin(), front.end(), [&](std::size_t f) { return xs[f] == xs[i] && ys[f] == ys[i]; })) << i;
  }
}

TEST(ParetoFront, LeavesOutNan) {
  EXPECT_EQ(pareto_front({nan, 1, 2}, {0, nan, 5}, true, true), (std::vector<std::size_t>{2}));
  EXPECT_TRUE(pareto_front({}, {}, true, true).empty());
}

TEST(ParetoFront, DirectionsOfMetrics) {
  EXPECT_FALSE(lower_is_better("exact_match"));
  EXPECT_FALSE(lower_is_better("tokens_per_second"));
  EXPECT_TRUE(lower_is_better("eval_loss"));
  EXPECT_TRUE(lower_is_better("memory_peak_bytes"));
}

}  // namespace
}  // namespace paretune
