// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/swiglu/swiglu_cpu.h"

#include "kernels/common/simd.h"

namespace paretune::kernels::PARETUNE_ISA {

PARETUNE_INLINE Vec sigmoid(Vec x) { return splat(1) / (splat(1) + vexp(-x)); }

void swiglu_forward(int64_t begin, int64_t end, const float* gate, const float* up, float* y) {
  int64_t i = begin;
  for (; i + kLanes <= end; i += kLanes) {
    const Vec x = load(gate + i);
    store(y + i, x * sigmoid(x) * load(up + i));
  }
  if (i < end) {
    const Vec x = load_part(gate + i, end - i, 0);
    store_part(y + i, x * sigmoid(x) * load_part(up + i, end - i, 0), end - i);
  }
}

void swiglu_backward(int64_t begin, int64_t end, const float* g, const float* gate, const float* up, float* dgate, float* dup) {
  for (int64_t i = begin; i < end; i += kLanes) {
    const int64_t n = end - i;
    const bool whole = n >= kLanes;
    const Vec x = whole ? load(gate + i) : load_part(gate + i, n, 0);
    const Vec u = whole ? load(up + i) : load_part(up + i, n, 0);
    const Vec d = whole ? load(g + i) : load_part(g + i, n, 0);
    const Vec s = sigmoid(x), silu = x * s;
    const Vec to_gate = d * u * (s + silu * (splat(1) - s)), to_up = d * silu;
    if (whole) {
      store(dgate + i, to_gate);
      store(dup + i, to_up);
    } else {
      store_part(dgate + i, to_gate, n);
      store_part(dup + i, to_up, n);
    }
  }
}

}  // namespace paretune::kernels::PARETUNE_ISA
