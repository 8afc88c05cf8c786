// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How kernels run on CUDA: a block per row, or a lane per element. Free of LibTorch.
#include <cuda_bf16.h>
#include <cuda_runtime.h>

#include <string>

#include "kernels/common/device_run.h"

namespace paretune::kernels {

struct CudaBlock {
  template <class F>
  __device__ void each(F f) const {
    f(Lane{static_cast<int64_t>(threadIdx.x), static_cast<int64_t>(blockDim.x)});
  }

  template <class Join, class F>
  __device__ auto reduce(Join join, F part) const {
    using T = decltype(part(Lane{}));
    __shared__ alignas(16) unsigned char memory[kMostRowLanes / kWarp * sizeof(T)];
    T* parts = reinterpret_cast<T*>(memory);
    T value = part(Lane{static_cast<int64_t>(threadIdx.x), static_cast<int64_t>(blockDim.x)});
    for (int by = kWarp / 2; by > 0; by /= 2) value = join(value, shuffled(value, by));
    if (threadIdx.x % kWarp == 0) parts[threadIdx.x / kWarp] = value;
    __syncthreads();
    T all = parts[0];
    for (unsigned w = 1; w < blockDim.x / kWarp; ++w) all = join(all, parts[w]);
    __syncthreads();  // the memory is reused by the next call
    return all;
  }

 private:
  template <class T>
  __device__ static T shuffled(T value, int by) {
    static_assert(sizeof(T) % sizeof(float) == 0);
    float words[sizeof(T) / sizeof(float)];
    memcpy(words, &value, sizeof value);
    for (float& word : words) word = __shfl_xor_sync(0xffffffffu, word, by);
    memcpy(&value, words, sizeof value);
    return value;
  }
};

template <class Op>
__global__ void __launch_bounds__(kMostRowLanes) over_rows(int64_t rows, Op op) {
  for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) op(CudaBlock{}, row);
}

template <class Op>
__global__ void __launch_bounds__(kElementLanes) over_elements(int64_t count, Op op) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += step) op(i);
}

template <class Op>
__global__ void __launch_bounds__(kElementLanes) over_parts(const __grid_constant__ Op op) {
  const int64_t first = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (first < op.count(blockIdx.y)) op(blockIdx.y, first, static_cast<int64_t>(gridDim.x) * blockDim.x);
}

class CudaRun {
 public:
  using bf16 = __nv_bfloat16;
  explicit CudaRun(void* stream) : m_stream(static_cast<cudaStream_t>(stream)) {}

  template <class Op>
  void rows(int64_t rows, int64_t packs, const Op& op) const {
    if (rows == 0) return;
    const Launch launch = row_launch(rows, packs);
    over_rows<<<launch.grid, launch.block, 0, m_stream>>>(rows, op);
    check_launch();
  }
  template <class Op>
  void elements(int64_t count, const Op& op) const {
    if (count == 0) return;
    const Launch launch = element_launch(count);
    over_elements<<<launch.grid, launch.block, 0, m_stream>>>(count, op);
    check_launch();
  }
  // Several arrays in one launch, at most kMostParts; the longest has `most` packs.
  template <class Op>
  void parts(int parts, int64_t most, const Op& op) const {
    if (parts == 0 || most == 0) return;
    const Launch launch = element_launch(most);
    over_parts<<<dim3(launch.grid, static_cast<unsigned>(parts)), launch.block, 0, m_stream>>>(op);
    check_launch();
  }

 private:
  static void check_launch() {
    const cudaError_t error = cudaGetLastError();
    if (error != cudaSuccess) throw std::runtime_error(std::string("a CUDA kernel did not start: ") + cudaGetErrorString(error));
  }
  cudaStream_t m_stream;
};

}  // namespace paretune::kernels
