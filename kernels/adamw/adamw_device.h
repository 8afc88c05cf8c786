// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// AdamW (arXiv 1711.05101) over many tensors at once, as torch.optim.AdamW(fused=True) computes it.
#include "kernels/common/device_run.h"

namespace paretune::kernels {

constexpr int kLeavesAtOnce = 64;  // the arguments of one launch are at most 4 KB

template <int V>
struct AdamW {
  AdamWLeaf leaves[kLeavesAtOnce];
  AdamWStep s;

  PARETUNE_LANE int64_t count(int part) const { return leaves[part].count / V; }

  // The packs index, index + step, ... of one tensor.
  PARETUNE_LANE void operator()(int part, int64_t index, int64_t step) const {
    float* value = leaves[part].value;
    const float* gradient = leaves[part].gradient;
    float *first = leaves[part].first, *second = leaves[part].second;
    const float steps = *leaves[part].step;
    const float correction1 = -expm1f(steps * s.log_beta1), correction2 = sqrtf(-expm1f(steps * s.log_beta2));  // 1 - beta^steps
    for (int64_t i = index; i < count(part); i += step) {
      Pack<float, V> p = load_pack<V>(value + i * V), m = load_pack<V>(first + i * V), v = load_pack<V>(second + i * V);
      const Pack<float, V> g = load_pack<V>(gradient + i * V);
      for (int k = 0; k < V; ++k) {
        const float d = g.v[k] * s.clip;
        m.v[k] = s.beta1 * m.v[k] + s.rest1 * d;
        v.v[k] = s.beta2 * v.v[k] + s.rest2 * d * d;
        p.v[k] -= s.rate * s.decay * p.v[k];
        p.v[k] -= s.rate / correction1 * m.v[k] / (sqrtf(v.v[k]) / correction2 + s.epsilon);
      }
      store_pack(value + i * V, p);
      store_pack(first + i * V, m);
      store_pack(second + i * V, v);
    }
  }
};

template <class Run>
struct AdamWOn {
  static void enter(DeviceKernels& table) {
    table.adamw = &step;
  }
  static void step(const AdamWLeaf* leaves, int64_t count, const AdamWStep& step, void* stream) {
    for (int64_t from = 0; from < count; from += kLeavesAtOnce) {
      const int parts = static_cast<int>(count - from < kLeavesAtOnce ? count - from : kLeavesAtOnce);
      int width = kPackBytes / static_cast<int>(sizeof(float));
      for (int p = 0; p < parts; ++p) {
        const AdamWLeaf& leaf = leaves[from + p];
        if (pack_width(sizeof(float), {leaf.value, leaf.gradient, leaf.first, leaf.second}, {leaf.count}) == 1) width = 1;
      }
      if (width == 1) launch<1>(leaves + from, parts, step, stream);
      else launch<kPackBytes / static_cast<int>(sizeof(float))>(leaves + from, parts, step, stream);
    }
  }

 private:
  template <int V>
  static void launch(const AdamWLeaf* leaves, int parts, const AdamWStep& step, void* stream) {
    AdamW<V> op{{}, step};
    int64_t most = 0;
    for (int p = 0; p < parts; ++p) {
      op.leaves[p] = leaves[p];
      if (leaves[p].count / V > most) most = leaves[p].count / V;
    }
    Run(stream).parts(parts, most, op);
  }
};

}  // namespace paretune::kernels
