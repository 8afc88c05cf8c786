// SPDX-License-Identifier: GPL-3.0-or-later
// The accelerator kernels' arithmetic on the host: a loop plays the lanes of a block, fp64 is the judge.
#include "kernels/common/row_math.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <vector>

namespace paretune::kernels::row_math {
namespace {

using Floats = std::vector<float>;

Floats normal(int64_t n, float size = 1) {
  static std::mt19937 generator(7);
  std::normal_distribution<float> draw(0, size);
  Floats out(static_cast<std::size_t>(n));
  for (auto& v : out) v = draw(generator);
  return out;
}

// One phase: every lane, in turn.
void each_lane(int64_t lanes, const std::function<void(Lane)>& run) {
  for (int64_t l = 0; l < lanes; ++l) run({l, lanes});
}

float sum_over(int64_t lanes, const std::function<float(Lane)>& part) {
  float total = 0;
  each_lane(lanes, [&](Lane lane) { total += part(lane); });
  return total;
}

class RowMath : public testing::TestWithParam<std::tuple<int64_t, int64_t>> {};  // row length, lanes

TEST_P(RowMath, RmsNormForwardAndBackward) {
  const auto [c, lanes] = GetParam();
  const Floats x = normal(c), w = normal(c), g = normal(c);
  Floats y(x.size()), dx(x.size());
  const float total = sum_over(lanes, [&](Lane l) { return square_sum(l, c, x.data()); });
  const float rstd = 1.0f / std::sqrt(total / static_cast<float>(c) + 1e-5f);
  each_lane(lanes, [&](Lane l) { norm_row(l, c, x.data(), w.data(), rstd, y.data()); });
  const float pull = sum_over(lanes, [&](Lane l) { return norm_pull(l, c, g.data(), x.data(), w.data()); });
  each_lane(lanes, [&](Lane l) { norm_row_grad(l, c, g.data(), x.data(), w.data(), rstd, pull, dx.data()); });
  const auto value = [&](const std::vector<double>& v) {  // sum(g * norm(v)) in fp64
    double squares = 0, out = 0;
    for (const double a : v) squares += a * a;
    const double r = 1 / std::sqrt(squares / static_cast<double>(c) + 1e-5);
    for (std::size_t j = 0; j < v.size(); ++j) out += static_cast<double>(g[j]) * static_cast<double>(w[j]) * v[j] * r;
    return out;
  };
  std::vector<double> exact(x.begin(), x.end());
  double ours = 0;
  for (std::size_t j = 0; j < y.size(); ++j) ours += static_cast<double>(g[j]) * static_cast<double>(y[j]);
  EXPECT_NEAR(ours, value(exact), 1e-5 * static_cast<double>(c));
  for (std::size_t j = 0; j < exact.size(); j += 1 + exact.size() / 9) {
    const double keep = exact[j];
    exact[j] = keep + 1e-5;
    const double up = value(exact);
    exact[j] = keep - 1e-5;
    EXPECT_NEAR(dx[j], (up - value(exact)) / 2e-5, 1e-4) << j;
    exact[j] = keep;
  }
}

TEST_P(RowMath, SoftmaxRow) {
  const auto [c, lanes] = GetParam();
  for (const float size : {1.0f, 3000.0f}) {
    Floats z = normal(c, size);
    const int64_t target = c / 2;
    const float picked = z[static_cast<std::size_t>(target)];
    std::vector<double> exact(z.begin(), z.end());
    double top = -INFINITY, total = 0;
    for (const double v : exact) top = std::max(top, v);
    for (const double v : exact) total += std::exp(v - top);
    SoftSum whole;
    each_lane(lanes, [&](Lane l) { whole = join(whole, soft_sum(l, c, z.data())); });
    const double loss = std::log(total) + top - exact[static_cast<std::size_t>(target)];
    EXPECT_NEAR(std::log(whole.total) + (whole.top - picked), loss, 1e-5 * std::max(1.0, loss));
    each_lane(lanes, [&](Lane l) { softmax_grad_row(l, c, z.data(), target, 0.5f, whole); });
    for (std::size_t j = 0; j < z.size(); ++j) {
      const double onehot = static_cast<int64_t>(j) == target ? 1 : 0;
      EXPECT_NEAR(z[j], 0.5 * (std::exp(exact[j] - top) / total - onehot), 1e-5);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, RowMath, testing::Combine(testing::Values<int64_t>(1, 7, 256, 1000), testing::Values<int64_t>(1, 32, 256)));

TEST(RowMathElements, SwiGluAndItsGradient) {
  const Floats gate = normal(50, 3), up = normal(50), g = normal(50);
  Floats y(50), dgate(50), dup(50);
  for (int64_t i = 0; i < 50; ++i) {
    const auto j = static_cast<std::size_t>(i);
    y[j] = swiglu_at(i, gate.data(), up.data());
    swiglu_grad_at(i, g.data(), gate.data(), up.data(), dgate.data(), dup.data());
    const auto silu = [](double x) { return x / (1 + std::exp(-x)); };
    const double x = gate[j];
    EXPECT_NEAR(y[j], silu(x) * static_cast<double>(up[j]), 1e-5);
    EXPECT_NEAR(dup[j], silu(x) * static_cast<double>(g[j]), 1e-5);
    EXPECT_NEAR(dgate[j], (silu(x + 1e-5) - silu(x - 1e-5)) / 2e-5 * static_cast<double>(up[j]) * static_cast<double>(g[j]), 1e-4);
  }
}

TEST(RowMathElements, RopeTurnsAndTurnsBack) {
  const int64_t n = 3, heads = 2, hd = 6;
  const Floats x = normal(n * heads * hd);
  Floats cos(9), sin(9), y(x.size()), back(x.size());
  for (std::size_t i = 0; i < 9; ++i) {
    cos[i] = std::cos(0.7f * static_cast<float>(i));
    sin[i] = std::sin(0.7f * static_cast<float>(i));
  }
  for (int64_t p = 0; p < n * heads * hd / 2; ++p) turn_pair(p, heads, hd, x.data(), cos.data(), sin.data(), 1.0f, y.data());
  for (int64_t p = 0; p < n * heads * hd / 2; ++p) turn_pair(p, heads, hd, y.data(), cos.data(), sin.data(), -1.0f, back.data());
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(back[i], x[i], 1e-5);
  // token 2, head 1, pair 1: row 5 of hd 6
  const std::size_t a = 5 * 6 + 1, b = a + 3, t = 2 * 3 + 1;
  EXPECT_NEAR(y[a], x[a] * cos[t] - x[b] * sin[t], 1e-6);
  EXPECT_NEAR(y[b], x[b] * cos[t] + x[a] * sin[t], 1e-6);
}

}  // namespace
}  // namespace paretune::kernels::row_math
