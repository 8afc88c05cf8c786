// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Single entries of a product of two matrices (SDDMM), in a fixed order of sums.
#include "kernels/common/device_run.h"

namespace paretune::kernels {

// Place number `row`: the dot product of two rows of length n.
template <typename T, int V>
struct GatherProduct {
  int64_t n;
  const T *a, *b;
  const int64_t *rows, *columns;
  float* y;

  template <class Block>
  PARETUNE_LANE void operator()(const Block& block, int64_t place) const {
    const T *left = a + rows[place] * n, *right = b + columns[place] * n;
    const float total = block.reduce(Add{}, [&](Lane lane) {
      float sum = 0;
      for (int64_t p = lane.index; p < n / V; p += lane.count) {
        const Pack<T, V> u = load_pack<V>(left + p * V), v = load_pack<V>(right + p * V);
        for (int k = 0; k < V; ++k) sum += static_cast<float>(u.v[k]) * static_cast<float>(v.v[k]);
      }
      return sum;
    });
    block.each([&](Lane lane) {
      if (lane.index == 0) y[place] = total;
    });
  }
};

template <class Run>
struct SparseGatherOn {
  static void enter(DeviceKernels& table) {
    table.gather_product = &product;
  }
  static void product(DeviceType type, int64_t count, int64_t n, const void* a, const void* b, const int64_t* rows, const int64_t* columns, float* y,
                      void* stream) {
    with_type_and_width<Run>(type, {a, b}, {n}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).rows(count, n / V, GatherProduct<T, V>{n, static_cast<const T*>(a), static_cast<const T*>(b), rows, columns, y});
    });
  }
};

}  // namespace paretune::kernels
