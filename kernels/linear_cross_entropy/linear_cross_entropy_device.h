// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/common/device_run.h"

namespace paretune::kernels {

// A running softmax denominator: sum of e^(z - top). Starts empty.
struct SoftSum {
  float top = -INFINITY, total = 0;
};

struct JoinSoftSums {
  PARETUNE_LANE SoftSum operator()(SoftSum a, SoftSum b) const {
    const bool swapped = b.top > a.top;
    const SoftSum high = swapped ? b : a, low = swapped ? a : b;
    return {high.top, low.total != 0 ? high.total + low.total * expf(low.top - high.top) : high.total};
  }
};

// Loss of a row of logits and, with scale != 0, their gradient in their place, in two passes.
template <typename T, int V>
struct CrossEntropyRow {
  int64_t vocab;
  T* logits;
  const int64_t* targets;
  float scale;
  float* losses;

  template <class Block>
  PARETUNE_LANE void operator()(const Block& block, int64_t row) const {
    T* z = logits + row * vocab;
    const int64_t target = targets[row];
    const float picked = static_cast<float>(z[target]);  // before the reduction's barrier: afterwards a lane may have overwritten it
    const SoftSum whole = block.reduce(JoinSoftSums{}, [&](Lane lane) {
      SoftSum part;
      for (int64_t p = lane.index; p < vocab / V; p += lane.count) {
        const Pack<T, V> values = load_pack<V>(z + p * V);
        for (int k = 0; k < V; ++k) {
          const float v = static_cast<float>(values.v[k]);
          if (v > part.top) {
            part.total = part.total * expf(part.top - v) + 1.0f;
            part.top = v;
          } else if (v > -INFINITY) {
            part.total += expf(v - part.top);
          } else if (v != v) {
            part.total = v;  // what is not a number stays visible
          }
        }
      }
      return part;
    });
    block.each([&](Lane lane) {
      if (lane.index == 0) losses[row] = logf(whole.total) + (whole.top - picked);
      if (scale == 0) return;
      for (int64_t p = lane.index; p < vocab / V; p += lane.count) {
        Pack<T, V> values = load_pack<V>(z + p * V);
        for (int k = 0; k < V; ++k) {
          const float share = expf(static_cast<float>(values.v[k]) - whole.top) / whole.total;
          values.v[k] = static_cast<T>(scale * (share - (p * V + k == target ? 1.0f : 0.0f)));
        }
        store_pack(z + p * V, values);
      }
    });
  }
};

template <class Run>
struct CrossEntropyOn {
  static void enter(DeviceKernels& table) {
    table.cross_entropy_rows = &rows;
  }
  static void rows(DeviceType type, int64_t rows, int64_t vocab, void* logits, const int64_t* targets, float scale, float* losses, void* stream) {
    with_type_and_width<Run>(type, {logits}, {vocab}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).rows(rows, vocab / V, CrossEntropyRow<T, V>{vocab, static_cast<T*>(logits), targets, scale, losses});
    });
  }
};

}  // namespace paretune::kernels
