// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/rope/rope_cpu.h"

#include "kernels/common/simd.h"

namespace paretune::kernels::PARETUNE_ISA {

void rope_rows(int64_t begin, int64_t end, int64_t heads, int64_t hd, const float* x, int64_t token_stride, int64_t head_stride,
               const float* cos, const float* sin, float sign, float* y) {
  const int64_t half = hd / 2;
  const Vec turn = splat(sign);
  for (int64_t token = begin; token < end; ++token) {
    const float* co = cos + token * half;
    const float* si = sin + token * half;
    for (int64_t head = 0; head < heads; ++head) {
      const float* in = x + token * token_stride + head * head_stride;
      float* out = y + (token * heads + head) * hd;
      int64_t j = 0;
      for (; j + kLanes <= half; j += kLanes) {
        const Vec c = load(co + j), s = load(si + j) * turn, a = load(in + j), b = load(in + half + j);
        store(out + j, a * c - b * s);
        store(out + half + j, b * c + a * s);
      }
      for (; j < half; ++j) {
        const float s = si[j] * sign, a = in[j], b = in[half + j];
        out[j] = a * co[j] - b * s;
        out[half + j] = b * co[j] + a * s;
      }
    }
  }
}

}  // namespace paretune::kernels::PARETUNE_ISA
