// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/common/device_run.h"

namespace paretune::kernels {

// V neighbouring pairs (j, j + hd/2) of the contiguous (N, H, hd) data, turned by their token's angle.
template <typename T, int V>
struct RopePairs {
  int64_t heads, hd;
  const T* x;
  const float *cos, *sin;
  float sign;
  T* y;

  PARETUNE_LANE void operator()(int64_t i) const {
    const int64_t half = hd / 2, row = i / (half / V), j = i % (half / V) * V, token = row / heads;
    const Pack<T, V> first = load_pack<V>(x + row * hd + j), second = load_pack<V>(x + row * hd + half + j);
    Pack<T, V> a, b;
    for (int k = 0; k < V; ++k) {
      const float c = cos[token * half + j + k], s = sin[token * half + j + k] * sign;
      const float u = static_cast<float>(first.v[k]), v = static_cast<float>(second.v[k]);
      a.v[k] = static_cast<T>(u * c - v * s);
      b.v[k] = static_cast<T>(v * c + u * s);
    }
    store_pack(y + row * hd + j, a);
    store_pack(y + row * hd + half + j, b);
  }
};

template <class Run>
struct RopeOn {
  static void enter(DeviceKernels& table) {
    table.rope = &turn;
  }
  static void turn(DeviceType type, int64_t n, int64_t heads, int64_t hd, const void* x, const float* cos, const float* sin, float sign, void* y,
                   void* stream) {
    with_type_and_width<Run>(type, {x, y}, {hd / 2}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).elements(n * heads * (hd / 2 / V), RopePairs<T, V>{heads, hd, static_cast<const T*>(x), cos, sin, sign, static_cast<T*>(y)});
    });
  }
};

}  // namespace paretune::kernels
