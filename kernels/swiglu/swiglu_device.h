// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/common/device_run.h"

namespace paretune::kernels {

PARETUNE_LANE float sigmoid_of(float x) { return 1.0f / (1.0f + expf(-x)); }

template <typename T, int V>
struct SwiGluForward {
  const T *gate, *up;
  T* y;

  PARETUNE_LANE void operator()(int64_t i) const {
    const Pack<T, V> g = load_pack<V>(gate + i * V), u = load_pack<V>(up + i * V);
    Pack<T, V> out;
    for (int k = 0; k < V; ++k) {
      const float x = static_cast<float>(g.v[k]);
      out.v[k] = static_cast<T>(x * sigmoid_of(x) * static_cast<float>(u.v[k]));
    }
    store_pack(y + i * V, out);
  }
};

template <typename T, int V>
struct SwiGluBackward {
  const T *dy, *gate, *up;
  T *dgate, *dup;

  PARETUNE_LANE void operator()(int64_t i) const {
    const Pack<T, V> pull = load_pack<V>(dy + i * V), g = load_pack<V>(gate + i * V), u = load_pack<V>(up + i * V);
    Pack<T, V> to_gate, to_up;
    for (int k = 0; k < V; ++k) {
      const float x = static_cast<float>(g.v[k]), d = static_cast<float>(pull.v[k]), s = sigmoid_of(x), silu = x * s;
      to_gate.v[k] = static_cast<T>(d * static_cast<float>(u.v[k]) * (s + silu * (1.0f - s)));
      to_up.v[k] = static_cast<T>(d * silu);
    }
    store_pack(dgate + i * V, to_gate);
    store_pack(dup + i * V, to_up);
  }
};

template <class Run>
struct SwiGluOn {
  static void enter(DeviceKernels& table) {
    table.swiglu_forward = &forward;
    table.swiglu_backward = &backward;
  }
  static void forward(DeviceType type, int64_t count, const void* gate, const void* up, void* y, void* stream) {
    with_type_and_width<Run>(type, {gate, up, y}, {count}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).elements(count / V, SwiGluForward<T, V>{static_cast<const T*>(gate), static_cast<const T*>(up), static_cast<T*>(y)});
    });
  }
  static void backward(DeviceType type, int64_t count, const void* g, const void* gate, const void* up, void* dgate, void* dup, void* stream) {
    with_type_and_width<Run>(type, {g, gate, up, dgate, dup}, {count}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).elements(count / V, SwiGluBackward<T, V>{static_cast<const T*>(g), static_cast<const T*>(gate), static_cast<const T*>(up),
                                                           static_cast<T*>(dgate), static_cast<T*>(dup)});
    });
  }
};

}  // namespace paretune::kernels
