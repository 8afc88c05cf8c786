// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled once per instruction set.
#include "kernels/common/simd.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "kernels/common/isa.h"
#include "kernels/common/parallel.h"

namespace paretune::kernels {
namespace {

using namespace PARETUNE_ISA;

class Simd : public testing::Test {
 protected:
  void SetUp() override {
    if (!isa_available(Isa::PARETUNE_ISA_ENUM)) GTEST_SKIP() << "this processor lacks the instructions";
  }
};

float exp_of(float x) { return vexp(splat(x))[5]; }

double ulp_of(double exact) {
  const float f = static_cast<float>(exact);
  return static_cast<double>(std::nextafter(f, std::numeric_limits<float>::infinity())) - static_cast<double>(f);
}

TEST_F(Simd, ExpIsWithinTwoUlpOverTheNormalRange) {
  double worst = 0;
  for (double x = -87.3; x < 88.7; x += 0.00007) {
    const float input = static_cast<float>(x);
    const double exact = std::exp(static_cast<double>(input));
    worst = std::max(worst, std::abs(static_cast<double>(exp_of(input)) - exact) / ulp_of(exact));
  }
  RecordProperty("worst_ulp", std::to_string(worst));
  EXPECT_LT(worst, 2.0);
}

TEST_F(Simd, ExpAtTheEdges) {
  const float inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(exp_of(0), 1.0f);
  EXPECT_EQ(exp_of(-0.0f), 1.0f);
  EXPECT_EQ(exp_of(inf), inf);
  EXPECT_EQ(exp_of(1e30f), inf);
  EXPECT_EQ(exp_of(-inf), 0.0f);
  EXPECT_EQ(exp_of(-1e30f), 0.0f);
  EXPECT_TRUE(std::isnan(exp_of(std::numeric_limits<float>::quiet_NaN())));
  EXPECT_TRUE(std::isfinite(exp_of(88.72f)));
  EXPECT_NEAR(exp_of(88.72f) / std::exp(static_cast<double>(88.72f)), 1.0, 1e-6);
  EXPECT_NEAR(exp_of(-100.0f), std::exp(-100.0), 1e-44);  // denormal
}

TEST_F(Simd, PartsTouchOnlyTheirLanes) {
  std::vector<float> memory{1, 2, 3, 4, 5, 6, 7, 8};
  for (int64_t n = 0; n < kLanes; ++n) {
    const Vec v = load_part(memory.data(), n, -9);
    for (int64_t i = 0; i < kLanes; ++i) EXPECT_EQ(v[i], i < n ? memory[static_cast<std::size_t>(i)] : -9.0f);
    std::vector<float> out(8, 0.5f);
    store_part(out.data(), v, n);
    for (int64_t i = n; i < kLanes; ++i) EXPECT_EQ(out[static_cast<std::size_t>(i)], 0.5f);
  }
}

TEST_F(Simd, Reductions) {
  const Vec v{1, -2, 3, 40, 5, -60, 7, 8};
  EXPECT_EQ(sum(v), 2.0f);
  EXPECT_EQ(max(v), 40.0f);
}

TEST(Parallel, EveryItemOnce) {
  for (const int64_t n : {0, 1, 2, 7, 1000}) {
    for (const int64_t grain : {0, 1, 3, 5000}) {
      std::vector<std::atomic<int>> hits(static_cast<std::size_t>(n));
      parallel_rows(n, grain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) ++hits[static_cast<std::size_t>(i)];
      });
      for (const auto& hit : hits) EXPECT_EQ(hit.load(), 1);
    }
  }
}

}  // namespace
}  // namespace paretune::kernels
