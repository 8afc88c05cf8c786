// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/common/device_run.h"

namespace paretune::kernels {

// One number of y[n, b, :] = x[n, b, :] R[b], or R[b]^T.
template <typename T>
struct RotateBlocks {
  int64_t blocks, size;
  const T *x, *r;
  bool transposed;
  T* y;

  PARETUNE_LANE void operator()(int64_t i) const {
    const int64_t part = i / size, j = i % size;
    const T* in = x + part * size;
    const T* at = r + part % blocks * size * size + (transposed ? j * size : j);
    const int64_t step = transposed ? 1 : size;
    float sum = 0;
    for (int64_t k = 0; k < size; ++k) sum += static_cast<float>(in[k]) * static_cast<float>(at[k * step]);
    y[i] = static_cast<T>(sum);
  }
};

template <class Run>
struct BlockRotationOn {
  static void enter(DeviceKernels& table) {
    table.rotate_blocks = &rotate;
  }
  static void rotate(DeviceType type, int64_t n, int64_t blocks, int64_t size, const void* x, const void* r, bool transposed, void* y, void* stream) {
    with_type<Run>(type, [&](auto tag) {
      using T = typename decltype(tag)::type;
      Run(stream).elements(n * blocks * size,
                           RotateBlocks<T>{blocks, size, static_cast<const T*>(x), static_cast<const T*>(r), transposed, static_cast<T*>(y)});
    });
  }
};

}  // namespace paretune::kernels
