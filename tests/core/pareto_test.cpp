// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <random>

#include "training/api/pareto.h"

namespace paretune {
namespace {

// A point is on the front when no other is at least as good in both and better in one.
std::vector<std::size_t> by_definition(const std::vector<ParetoPoint>& points, bool higher_x, bool higher_y) {
  std::vector<std::size_t> out;
  const auto better = [](double a, double b, bool higher) { return higher ? a > b : a < b; };
  for (std::size_t i = 0; i < points.size(); ++i) {
    bool beaten = false;
    for (const auto& other : points) {
      const bool worse_somewhere = better(points[i].x, other.x, higher_x) || better(points[i].y, other.y, higher_y);
      beaten = beaten || (!worse_somewhere && (better(other.x, points[i].x, higher_x) || better(other.y, points[i].y, higher_y)));
    }
    if (!beaten) out.push_back(i);
  }
  return out;
}

TEST(Pareto, EqualsItsDefinitionOnRandomPoints) {
  std::mt19937 random(3);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<ParetoPoint> points(1 + random() % 30);
    for (auto& point : points) point = {static_cast<double>(random() % 10), static_cast<double>(random() % 10)};
    for (const bool higher_x : {false, true}) {
      for (const bool higher_y : {false, true}) {
        auto got = pareto_front(points, higher_x, higher_y);
        std::sort(got.begin(), got.end());
        ASSERT_EQ(got, by_definition(points, higher_x, higher_y));
      }
    }
  }
}

TEST(Pareto, DirectionsOfMetrics) {
  EXPECT_TRUE(higher_is_better("exact_match"));
  EXPECT_TRUE(higher_is_better("tokens_per_second"));
  EXPECT_FALSE(higher_is_better("eval_loss"));
  EXPECT_FALSE(higher_is_better("memory_peak_bytes"));
}

}  // namespace
}  // namespace paretune
