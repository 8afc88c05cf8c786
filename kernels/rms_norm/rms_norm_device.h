// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/common/device_run.h"

namespace paretune::kernels {

template <typename T, int V>
struct RmsNormForward {
  int64_t c;
  const T *x, *w;
  float eps;
  T* y;
  float* rstd;

  template <class Block>
  PARETUNE_LANE void operator()(const Block& block, int64_t row) const {
    const T* in = x + row * c;
    T* out = y + row * c;
    const float total = block.reduce(Add{}, [&](Lane lane) {
      float sum = 0;
      PARETUNE_UNROLL_TWICE  // four times spills on sm_120
      for (int64_t p = lane.index; p < c / V; p += lane.count) {
        const Pack<T, V> values = load_pack<V>(in + p * V);
        for (int k = 0; k < V; ++k) sum += static_cast<float>(values.v[k]) * static_cast<float>(values.v[k]);
      }
      return sum;
    });
    const float r = 1.0f / sqrtf(total / static_cast<float>(c) + eps);
    block.each([&](Lane lane) {
      if (lane.index == 0) rstd[row] = r;
      PARETUNE_UNROLL_TWICE  // four times spills on sm_120
      for (int64_t p = lane.index; p < c / V; p += lane.count) {
        const Pack<T, V> values = load_pack<V>(in + p * V), gain = load_pack<V>(w + p * V);
        Pack<T, V> result;
        for (int k = 0; k < V; ++k) {
          const T normed = static_cast<T>(static_cast<float>(values.v[k]) * r);  // HF rounds here, before the weight is applied
          result.v[k] = static_cast<T>(static_cast<float>(gain.v[k]) * static_cast<float>(normed));
        }
        store_pack(out + p * V, result);
      }
    });
  }
};

// dx = rstd (g w - x rstd^2 mean(g w x))
template <typename T, int V>
struct RmsNormBackward {
  int64_t c;
  const T *g, *x, *w;
  const float* rstd;
  T* dx;

  template <class Block>
  PARETUNE_LANE void operator()(const Block& block, int64_t row) const {
    const T *gr = g + row * c, *in = x + row * c;
    T* out = dx + row * c;
    const float total = block.reduce(Add{}, [&](Lane lane) {
      float sum = 0;
      PARETUNE_UNROLL_TWICE  // four times spills on sm_120
      for (int64_t p = lane.index; p < c / V; p += lane.count) {
        const Pack<T, V> d = load_pack<V>(gr + p * V), values = load_pack<V>(in + p * V), gain = load_pack<V>(w + p * V);
        for (int k = 0; k < V; ++k) sum += static_cast<float>(d.v[k]) * static_cast<float>(gain.v[k]) * static_cast<float>(values.v[k]);
      }
      return sum;
    });
    const float r = rstd[row], pull = total / static_cast<float>(c) * r * r * r;
    block.each([&](Lane lane) {
      PARETUNE_UNROLL_TWICE  // four times spills on sm_120
      for (int64_t p = lane.index; p < c / V; p += lane.count) {
        const Pack<T, V> d = load_pack<V>(gr + p * V), values = load_pack<V>(in + p * V), gain = load_pack<V>(w + p * V);
        Pack<T, V> result;
        for (int k = 0; k < V; ++k) {
          result.v[k] = static_cast<T>(r * static_cast<float>(d.v[k]) * static_cast<float>(gain.v[k]) - pull * static_cast<float>(values.v[k]));
        }
        store_pack(out + p * V, result);
      }
    });
  }
};

template <class Run>
struct RmsNormOn {
  static void enter(DeviceKernels& table) {
    table.rms_norm_forward = &forward;
    table.rms_norm_backward = &backward;
  }
  static void forward(DeviceType type, int64_t n, int64_t c, const void* x, const void* w, float eps, void* y, float* rstd, void* stream) {
    with_type_and_width<Run>(type, {x, w, y}, {c}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).rows(n, c / V, RmsNormForward<T, V>{c, static_cast<const T*>(x), static_cast<const T*>(w), eps, static_cast<T*>(y), rstd});
    });
  }
  static void backward(DeviceType type, int64_t n, int64_t c, const void* g, const void* x, const void* w, const float* rstd, void* dx,
                       void* stream) {
    with_type_and_width<Run>(type, {g, x, w, dx}, {c}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).rows(n, c / V, RmsNormBackward<T, V>{c, static_cast<const T*>(g), static_cast<const T*>(x), static_cast<const T*>(w), rstd,
                                                       static_cast<T*>(dx)});
    });
  }
};

}  // namespace paretune::kernels
