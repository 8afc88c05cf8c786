// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_buffer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ui/charts/value_format.h"

namespace paretune {
namespace {

const double kNan = std::numeric_limits<double>::quiet_NaN();

SeriesBuffer wave(int count) {
  SeriesBuffer buffer;
  for (int i = 0; i < count; ++i) buffer.append(i, std::sin(i * 0.01));
  return buffer;
}

TEST(SeriesBuffer, KeepsRisingX) {
  SeriesBuffer buffer;
  EXPECT_TRUE(buffer.append(1, 5));
  EXPECT_FALSE(buffer.append(1, 6));
  EXPECT_FALSE(buffer.append(0.5, 6));
  EXPECT_FALSE(buffer.append(kNan, 6));
  EXPECT_TRUE(buffer.append(2, 7));
  ASSERT_EQ(buffer.size(), 2u);
  EXPECT_EQ(buffer.y(0), 5);
}

TEST(SeriesBuffer, FewPointsStayAsTheyAre) {
  const auto buffer = wave(50);
  const auto points = buffer.decimated(0, 49, 100, false);
  ASSERT_EQ(points.size(), 50u);
  EXPECT_EQ(points[7].y, buffer.y(7));
}

TEST(SeriesBuffer, NoSpikeIsLost) {
  SeriesBuffer buffer;
  for (int i = 0; i < 100'000; ++i) buffer.append(i, i == 61'234 ? 40 : i == 12'345 ? -40 : std::sin(i * 0.001));
  const auto points = buffer.decimated(0, 99'999, 800, false);
  EXPECT_LE(points.size(), 4u * 800u + 8u);
  double low = 0, high = 0, last = -1;
  for (const auto& point : points) {
    low = std::min(low, point.y);
    high = std::max(high, point.y);
    EXPECT_GT(point.x, last);
    last = point.x;
  }
  EXPECT_EQ(low, -40);
  EXPECT_EQ(high, 40);
  EXPECT_EQ(points.front().x, 0);
  EXPECT_EQ(points.back().x, 99'999);
}

TEST(SeriesBuffer, ADayOfStepsStaysSmallAndKeepsItsSpikes) {
  SeriesBuffer buffer;
  buffer.setSmoothing(0.9);
  constexpr int kSteps = 3'000'000;
  double mean = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double y = i == 1'234'567 ? 40 : i == 7 ? -40 : std::sin(i * 0.001);
    mean = 0.9 * mean + 0.1 * y;
    ASSERT_TRUE(buffer.append(i, y));
    ASSERT_LE(buffer.size(), SeriesBuffer::kMost);
  }
  EXPECT_GT(buffer.size(), SeriesBuffer::kMost / 3);
  EXPECT_EQ(buffer.x(buffer.size() - 1), kSteps - 1);
  EXPECT_NEAR(buffer.smoothed(buffer.size() - 1), mean, 1e-9) << "the mean is over all steps, not over those that are left";
  double low = 0, high = 0;
  for (size_t i = 0; i < buffer.size(); ++i) {
    if (i > 0) EXPECT_GT(buffer.x(i), buffer.x(i - 1));
    low = std::min(low, buffer.y(i));
    high = std::max(high, buffer.y(i));
  }
  EXPECT_EQ(low, -40);
  EXPECT_EQ(high, 40);
  SeriesBuffer gap;
  for (size_t i = 0; i <= 2 * SeriesBuffer::kMost; ++i) gap.append(double(i), i == 1001 ? kNan : 1.0);
  EXPECT_TRUE(std::isnan(gap.y(*gap.nearest(1001))));
}

TEST(SeriesBuffer, WindowKeepsOneNeighbourOnEachSide) {
  const auto points = wave(1000).decimated(100.5, 110.5, 400, false);
  ASSERT_EQ(points.size(), 12u);
  EXPECT_EQ(points.front().x, 100);
  EXPECT_EQ(points.back().x, 111);
}

TEST(SeriesBuffer, EmptyAndSinglePoint) {
  SeriesBuffer buffer;
  EXPECT_TRUE(buffer.decimated(0, 1, 10, false).empty());
  EXPECT_FALSE(buffer.nearest(3).has_value());
  buffer.append(2, 3);
  EXPECT_EQ(buffer.decimated(2, 2, 10, false).size(), 1u);
  EXPECT_EQ(*buffer.nearest(-9), 0u);
}

TEST(SeriesBuffer, MeanIsCorrectedForItsStart) {
  SeriesBuffer buffer;
  buffer.setSmoothing(0.9);
  for (int i = 0; i < 5; ++i) buffer.append(i, 2);
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(buffer.smoothed(size_t(i)), 2, 1e-12);
  // Reference: m = w m + (1-w) y; shown m / (1 - w^n).
  buffer.append(5, 4);
  double mean = 0;
  for (int i = 0; i < 6; ++i) mean = 0.9 * mean + 0.1 * (i < 5 ? 2 : 4);
  EXPECT_NEAR(buffer.smoothed(5), mean / (1 - std::pow(0.9, 6)), 1e-12);
}

TEST(SeriesBuffer, MeanIsTheSameHoweverItCame) {
  auto late = wave(300);
  late.setSmoothing(0.95);
  SeriesBuffer early;
  early.setSmoothing(0.95);
  for (int i = 0; i < 400; ++i) early.append(i, std::sin(i * 0.01));
  early.truncateAfter(299);
  ASSERT_EQ(early.size(), late.size());
  for (size_t i = 0; i < late.size(); ++i) EXPECT_DOUBLE_EQ(early.smoothed(i), late.smoothed(i));
}

TEST(SeriesBuffer, GapsStayGaps) {
  SeriesBuffer buffer;
  buffer.setSmoothing(0.5);
  buffer.append(0, 1);
  buffer.append(1, std::numeric_limits<double>::infinity());
  buffer.append(2, 1);
  EXPECT_TRUE(std::isnan(buffer.y(1)));
  EXPECT_TRUE(std::isnan(buffer.smoothed(1)));
  EXPECT_NEAR(buffer.smoothed(2), 1, 1e-12);
}

TEST(SeriesBuffer, NearestTakesTheCloserSide) {
  SeriesBuffer buffer;
  for (double x : {0.0, 10.0, 20.0}) buffer.append(x, x);
  EXPECT_EQ(*buffer.nearest(4), 0u);
  EXPECT_EQ(*buffer.nearest(6), 1u);
  EXPECT_EQ(*buffer.nearest(99), 2u);
}

TEST(ValueFormat, SaysUnits) {
  EXPECT_EQ(valueText(Unit::percent, 0.875), "87.5 %");
  EXPECT_EQ(valueText(Unit::number, 1.23456), "1.235");
  EXPECT_EQ(valueText(Unit::number, 0.0002), "0.0002");
  EXPECT_EQ(valueText(Unit::number, kNan), "–");
  EXPECT_EQ(metricUnit("memory_peak_bytes"), Unit::bytes);
  EXPECT_EQ(metricUnit("rewards_bytes"), Unit::bytes);
  EXPECT_EQ(metricTitle("my_new_key"), "My new key");
  EXPECT_TRUE(lowerIsBetter("eval_loss"));
  EXPECT_FALSE(lowerIsBetter("exact_match"));
  EXPECT_FALSE(lowerIsBetter("some_accuracy"));
}

}  // namespace
}  // namespace paretune
