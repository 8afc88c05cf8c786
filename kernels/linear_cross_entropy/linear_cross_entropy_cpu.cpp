// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/linear_cross_entropy/linear_cross_entropy_cpu.h"

#include <cmath>

#include "kernels/common/simd.h"

namespace paretune::kernels::PARETUNE_ISA {

PARETUNE_INLINE float row_max(float* z, const float* bias, int64_t n) {
  Vec a = splat(-__builtin_inff()), b = a;
  int64_t j = 0;
  if (bias != nullptr) {
    for (; j + kLanes <= n; j += kLanes) {
      const Vec v = load(z + j) + load(bias + j);
      store(z + j, v);
      a = vmax(v, a);
    }
    for (; j < n; ++j) {
      z[j] += bias[j];
      b[0] = z[j] > b[0] ? z[j] : b[0];
    }
    return max(vmax(a, b));
  }
  for (; j + 2 * kLanes <= n; j += 2 * kLanes) {
    a = vmax(load(z + j), a);
    b = vmax(load(z + j + kLanes), b);
  }
  for (; j < n; ++j) b[0] = z[j] > b[0] ? z[j] : b[0];
  return max(vmax(a, b));
}

// Sum of e^(z - top), in double over blocks of floats; with keep the exponentials replace z.
PARETUNE_INLINE double exp_sum(float* z, int64_t n, float top, bool keep) {
  constexpr int64_t kBlock = 2048;
  const Vec shift = splat(top);
  double total = 0;
  for (int64_t from = 0; from < n; from += kBlock) {
    const int64_t to = from + kBlock < n ? from + kBlock : n;
    Vec a = splat(0), b = splat(0);
    int64_t j = from;
    for (; j + 2 * kLanes <= to; j += 2 * kLanes) {
      const Vec u = vexp(load(z + j) - shift), v = vexp(load(z + j + kLanes) - shift);
      if (keep) {
        store(z + j, u);
        store(z + j + kLanes, v);
      }
      a += u;
      b += v;
    }
    for (; j < to; j += kLanes) {
      const int64_t left = to - j < kLanes ? to - j : kLanes;
      const Vec u = vexp(load_part(z + j, left, -__builtin_inff()) - shift);
      if (keep) store_part(z + j, u, left);
      a += u;
    }
    total += static_cast<double>(sum(a + b));
  }
  return total;
}

void cross_entropy_rows(int64_t begin, int64_t end, int64_t vocab, float* logits, const float* bias, const int64_t* targets, float scale,
                        double* losses) {
  for (int64_t row = begin; row < end; ++row) {
    float* z = logits + row * vocab;
    const float top = row_max(z, bias, vocab), picked = z[targets[row]];
    const double total = exp_sum(z, vocab, top, scale != 0);
    losses[row] = std::log(total) + (static_cast<double>(top) - static_cast<double>(picked));
    if (scale == 0) continue;
    const float factor = static_cast<float>(static_cast<double>(scale) / total);
    const Vec f = splat(factor);
    int64_t j = 0;
    for (; j + kLanes <= vocab; j += kLanes) store(z + j, load(z + j) * f);
    for (; j < vocab; ++j) z[j] *= factor;
    z[targets[row]] -= scale;
  }
}

}  // namespace paretune::kernels::PARETUNE_ISA
