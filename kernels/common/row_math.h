// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The arithmetic of the accelerator kernels, one lane at a time, free of any accelerator's language: nvcc compiles it for the device and
// the tests compile it for the host, where a loop plays the lanes. A row belongs to one block; lane l takes elements l, l + lanes, ...
#include <cmath>
#include <cstdint>

#ifdef __CUDACC__
#define PARETUNE_LANE __host__ __device__ inline
#else
#define PARETUNE_LANE inline
#endif

namespace paretune::kernels::row_math {

struct Lane {
  int64_t index, count;
};

// A running softmax denominator: sum of e^(z - top). Starts empty.
struct SoftSum {
  float top = -INFINITY, total = 0;
};
PARETUNE_LANE SoftSum join(SoftSum a, SoftSum b) {
  if (b.top > a.top) {
    const SoftSum t = a;
    a = b;
    b = t;
  }
  if (b.total != 0) a.total += b.total * expf(b.top - a.top);
  return a;
}

template <typename T>
PARETUNE_LANE float square_sum(Lane lane, int64_t c, const T* x) {
  float total = 0;
  for (int64_t j = lane.index; j < c; j += lane.count) total += static_cast<float>(x[j]) * static_cast<float>(x[j]);
  return total;
}

// HF rounds the normed value to the row's type before the weight is applied.
template <typename T>
PARETUNE_LANE void norm_row(Lane lane, int64_t c, const T* x, const T* w, float rstd, T* y) {
  for (int64_t j = lane.index; j < c; j += lane.count) {
    const T normed = static_cast<T>(static_cast<float>(x[j]) * rstd);
    y[j] = static_cast<T>(static_cast<float>(w[j]) * static_cast<float>(normed));
  }
}

template <typename T>
PARETUNE_LANE float norm_pull(Lane lane, int64_t c, const T* g, const T* x, const T* w) {
  float total = 0;
  for (int64_t j = lane.index; j < c; j += lane.count) {
    total += static_cast<float>(g[j]) * static_cast<float>(w[j]) * static_cast<float>(x[j]);
  }
  return total;
}

template <typename T>
PARETUNE_LANE void norm_row_grad(Lane lane, int64_t c, const T* g, const T* x, const T* w, float rstd, float pull_sum, T* dx) {
  const float pull = pull_sum / static_cast<float>(c) * rstd * rstd * rstd;
  for (int64_t j = lane.index; j < c; j += lane.count) {
    dx[j] = static_cast<T>(rstd * static_cast<float>(g[j]) * static_cast<float>(w[j]) - pull * static_cast<float>(x[j]));
  }
}

// Pair number `pair` of the contiguous (N, H, hd) data turned by its token's angle.
template <typename T>
PARETUNE_LANE void turn_pair(int64_t pair, int64_t heads, int64_t hd, const T* x, const float* cos, const float* sin, float sign, T* y) {
  const int64_t half = hd / 2, row = pair / half, j = pair % half, token = row / heads;
  const float c = cos[token * half + j], s = sin[token * half + j] * sign;
  const float a = static_cast<float>(x[row * hd + j]), b = static_cast<float>(x[row * hd + half + j]);
  y[row * hd + j] = static_cast<T>(a * c - b * s);
  y[row * hd + half + j] = static_cast<T>(b * c + a * s);
}

PARETUNE_LANE float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

template <typename T>
PARETUNE_LANE T swiglu_at(int64_t i, const T* gate, const T* up) {
  const float x = static_cast<float>(gate[i]);
  return static_cast<T>(x * sigmoid(x) * static_cast<float>(up[i]));
}

template <typename T>
PARETUNE_LANE void swiglu_grad_at(int64_t i, const T* g, const T* gate, const T* up, T* dgate, T* dup) {
  const float x = static_cast<float>(gate[i]), d = static_cast<float>(g[i]), s = sigmoid(x), silu = x * s;
  const float to_gate = d * static_cast<float>(up[i]) * (s + silu * (1.0f - s));
  dgate[i] = static_cast<T>(to_gate);
  dup[i] = static_cast<T>(d * silu);
}

template <typename T>
PARETUNE_LANE SoftSum soft_sum(Lane lane, int64_t vocab, const T* z) {
  SoftSum part;
  for (int64_t j = lane.index; j < vocab; j += lane.count) {
    const float v = static_cast<float>(z[j]);
    if (v > part.top) {
      part.total = part.total * expf(part.top - v) + 1.0f;
      part.top = v;
    } else if (v > -INFINITY) {
      part.total += expf(v - part.top);
    }
  }
  return part;
}

template <typename T>
PARETUNE_LANE void softmax_grad_row(Lane lane, int64_t vocab, T* z, int64_t target, float scale, SoftSum whole) {
  for (int64_t j = lane.index; j < vocab; j += lane.count) {
    const float p = expf(static_cast<float>(z[j]) - whole.top) / whole.total;
    z[j] = static_cast<T>(scale * (p - (j == target ? 1.0f : 0.0f)));
  }
}

}  // namespace paretune::kernels::row_math
