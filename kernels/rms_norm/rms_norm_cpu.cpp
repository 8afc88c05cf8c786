// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/rms_norm/rms_norm_cpu.h"

#include "kernels/common/simd.h"

namespace paretune::kernels::PARETUNE_ISA {

void rms_norm_forward(int64_t begin, int64_t end, int64_t c, const float* x, const float* w, float eps, float* y, float* rstd) {
  for (int64_t row = begin; row < end; ++row) {
    const float* in = x + row * c;
    float* out = y + row * c;
    Vec a = splat(0), b = splat(0);
    int64_t j = 0;
    for (; j + 2 * kLanes <= c; j += 2 * kLanes) {
      const Vec u = load(in + j), v = load(in + j + kLanes);
      a += u * u;
      b += v * v;
    }
    for (; j + kLanes <= c; j += kLanes) a += load(in + j) * load(in + j);
    if (j < c) {
      const Vec u = load_part(in + j, c - j, 0);
      b += u * u;
    }
    const float r = 1.0f / __builtin_sqrtf(sum(a + b) / static_cast<float>(c) + eps);
    rstd[row] = r;
    const Vec scale = splat(r);
    for (j = 0; j + kLanes <= c; j += kLanes) store(out + j, load(w + j) * (load(in + j) * scale));
    for (; j < c; ++j) out[j] = w[j] * (in[j] * r);
  }
}

void rms_norm_backward(int64_t begin, int64_t end, int64_t c, const float* g, const float* x, const float* w, const float* rstd,
                       float* dx) {
  for (int64_t row = begin; row < end; ++row) {
    const float* gr = g + row * c;
    const float* in = x + row * c;
    float* out = dx + row * c;
    Vec a = splat(0), b = splat(0);
    int64_t j = 0;
    for (; j + 2 * kLanes <= c; j += 2 * kLanes) {
      a += load(gr + j) * load(w + j) * load(in + j);
      b += load(gr + j + kLanes) * load(w + j + kLanes) * load(in + j + kLanes);
    }
    for (; j + kLanes <= c; j += kLanes) a += load(gr + j) * load(w + j) * load(in + j);
    if (j < c) b += load_part(gr + j, c - j, 0) * load_part(w + j, c - j, 0) * load_part(in + j, c - j, 0);
    const float r = rstd[row], pull = sum(a + b) / static_cast<float>(c) * r * r * r;
    const Vec vr = splat(r), vp = splat(pull);
    for (j = 0; j + kLanes <= c; j += kLanes) store(out + j, vr * (load(gr + j) * load(w + j)) - vp * load(in + j));
    for (; j < c; ++j) out[j] = r * (gr[j] * w[j]) - pull * in[j];
  }
}

void rms_norm_weight_grad(int64_t begin, int64_t end, int64_t n, int64_t c, const float* g, const float* x, const float* rstd,
                          float* dw) {
  for (int64_t j = begin; j < end; ++j) dw[j] = 0;
  for (int64_t row = 0; row < n; ++row) {
    const float* gr = g + row * c;
    const float* in = x + row * c;
    const Vec r = splat(rstd[row]);
    int64_t j = begin;
    for (; j + kLanes <= end; j += kLanes) store(dw + j, load(dw + j) + load(gr + j) * (load(in + j) * r));
    for (; j < end; ++j) dw[j] += gr[j] * (in[j] * rstd[row]);
  }
}

}  // namespace paretune::kernels::PARETUNE_ISA
