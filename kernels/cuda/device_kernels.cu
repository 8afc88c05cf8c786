// SPDX-License-Identifier: GPL-3.0-or-later
// The CUDA side of every operator: one block per row, or one thread per element. Free of LibTorch.
#include <cuda_bf16.h>
#include <cuda_runtime.h>

#include <stdexcept>
#include <string>

#include "kernels/common/device_table.h"
#include "kernels/common/row_math.h"

namespace paretune::kernels {
namespace {

using namespace row_math;
constexpr int kBlock = 256, kWarp = 32;

__device__ Lane lane() { return {static_cast<int64_t>(threadIdx.x), static_cast<int64_t>(blockDim.x)}; }

struct Add {
  __device__ float operator()(float a, float b) const { return a + b; }
  __device__ static float shuffle(float v, int by) { return __shfl_xor_sync(0xffffffffu, v, by); }
};
struct Join {
  __device__ SoftSum operator()(SoftSum a, SoftSum b) const { return join(a, b); }
  __device__ static SoftSum shuffle(SoftSum v, int by) {
    SoftSum out;
    out.top = __shfl_xor_sync(0xffffffffu, v.top, by);
    out.total = __shfl_xor_sync(0xffffffffu, v.total, by);
    return out;
  }
};

// The combination of all lanes' values, for every lane, in a fixed order. blockDim.x is kBlock.
template <typename T, typename Op>
__device__ T over_block(T value, Op op) {
  __shared__ alignas(16) unsigned char memory[kBlock / kWarp * sizeof(T)];
  T* parts = reinterpret_cast<T*>(memory);
  for (int by = kWarp / 2; by > 0; by /= 2) value = op(value, Op::shuffle(value, by));
  if (threadIdx.x % kWarp == 0) parts[threadIdx.x / kWarp] = value;
  __syncthreads();
  T all = parts[0];
  for (int w = 1; w < kBlock / kWarp; ++w) all = op(all, parts[w]);
  __syncthreads();  // the memory is reused by the next call
  return all;
}

template <typename T>
__global__ void rms_norm_forward_kernel(int64_t c, const T* x, const T* w, float eps, T* y, float* rstd) {
  const int64_t row = blockIdx.x;
  const float total = over_block(square_sum(lane(), c, x + row * c), Add{});
  const float r = 1.0f / sqrtf(total / static_cast<float>(c) + eps);
  if (threadIdx.x == 0) rstd[row] = r;
  norm_row(lane(), c, x + row * c, w, r, y + row * c);
}

template <typename T>
__global__ void rms_norm_backward_kernel(int64_t c, const T* g, const T* x, const T* w, const float* rstd, T* dx) {
  const int64_t row = blockIdx.x;
  const float pull = over_block(norm_pull(lane(), c, g + row * c, x + row * c, w), Add{});
  norm_row_grad(lane(), c, g + row * c, x + row * c, w, rstd[row], pull, dx + row * c);
}

template <typename T>
__global__ void rope_kernel(int64_t pairs, int64_t heads, int64_t hd, const T* x, const float* cos, const float* sin, float sign, T* y) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < pairs; i += step) {
    turn_pair(i, heads, hd, x, cos, sin, sign, y);
  }
}

template <typename T>
__global__ void swiglu_forward_kernel(int64_t count, const T* gate, const T* up, T* y) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += step) y[i] = swiglu_at(i, gate, up);
}

template <typename T>
__global__ void swiglu_backward_kernel(int64_t count, const T* g, const T* gate, const T* up, T* dgate, T* dup) {
  const int64_t step = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += step) {
    swiglu_grad_at(i, g, gate, up, dgate, dup);
  }
}

template <typename T>
__global__ void cross_entropy_kernel(int64_t vocab, T* logits, const int64_t* targets, float scale, float* losses) {
  const int64_t row = blockIdx.x;
  T* z = logits + row * vocab;
  // Read before over_block's barrier: afterwards another lane may have overwritten it with the gradient.
  const float picked = static_cast<float>(z[targets[row]]);
  const SoftSum whole = over_block(soft_sum(lane(), vocab, z), Join{});
  if (threadIdx.x == 0) losses[row] = logf(whole.total) + (whole.top - picked);
  if (scale != 0) softmax_grad_row(lane(), vocab, z, targets[row], scale, whole);
}

void check_launch(const char* what) {
  const cudaError_t error = cudaGetLastError();
  if (error != cudaSuccess) throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(error));
}

unsigned blocks_for(int64_t count) {
  const int64_t blocks = (count + kBlock - 1) / kBlock;
  return static_cast<unsigned>(blocks < 65536 ? blocks : 65536);
}

// Calls body(T*) with a null pointer of the element type.
template <typename F>
void with_type(DeviceType type, F body) {
  if (type == DeviceType::f32) {
    body(static_cast<float*>(nullptr));
  } else if (type == DeviceType::bf16) {
    body(static_cast<__nv_bfloat16*>(nullptr));
  } else {
    throw std::runtime_error("no CUDA kernel for this type");
  }
}
#define PARETUNE_TYPE(tag) std::remove_pointer_t<decltype(tag)>

void rms_norm_forward(DeviceType type, int64_t n, int64_t c, const void* x, const void* w, float eps, void* y, float* rstd, void* stream) {
  if (n == 0) return;
  with_type(type, [&](auto* tag) {
    using T = PARETUNE_TYPE(tag);
    rms_norm_forward_kernel<T><<<static_cast<unsigned>(n), kBlock, 0, static_cast<cudaStream_t>(stream)>>>(
        c, static_cast<const T*>(x), static_cast<const T*>(w), eps, static_cast<T*>(y), rstd);
  });
  check_launch("rms_norm");
}

void rms_norm_backward(DeviceType type, int64_t n, int64_t c, const void* g, const void* x, const void* w, const float* rstd, void* dx,
                       void* stream) {
  if (n == 0) return;
  with_type(type, [&](auto* tag) {
    using T = PARETUNE_TYPE(tag);
    rms_norm_backward_kernel<T><<<static_cast<unsigned>(n), kBlock, 0, static_cast<cudaStream_t>(stream)>>>(
        c, static_cast<const T*>(g), static_cast<const T*>(x), static_cast<const T*>(w), rstd, static_cast<T*>(dx));
  });
  check_launch("rms_norm backward");
}

void rope(DeviceType type, int64_t n, int64_t heads, int64_t hd, const void* x, const float* cos, const float* sin, float sign, void* y,
          void* stream) {
  const int64_t pairs = n * heads * (hd / 2);
  if (pairs == 0) return;
  with_type(type, [&](auto* tag) {
    using T = PARETUNE_TYPE(tag);
    rope_kernel<T><<<blocks_for(pairs), kBlock, 0, static_cast<cudaStream_t>(stream)>>>(pairs, heads, hd, static_cast<const T*>(x), cos, sin,
                                                                                       sign, static_cast<T*>(y));
  });
  check_launch("rope");
}

void swiglu_forward(DeviceType type, int64_t count, const void* gate, const void* up, void* y, void* stream) {
  if (count == 0) return;
  with_type(type, [&](auto* tag) {
    using T = PARETUNE_TYPE(tag);
    swiglu_forward_kernel<T><<<blocks_for(count), kBlock, 0, static_cast<cudaStream_t>(stream)>>>(
        count, static_cast<const T*>(gate), static_cast<const T*>(up), static_cast<T*>(y));
  });
  check_launch("swiglu");
}

void swiglu_backward(DeviceType type, int64_t count, const void* g, const void* gate, const void* up, void* dgate, void* dup, void* stream) {
  if (count == 0) return;
  with_type(type, [&](auto* tag) {
    using T = PARETUNE_TYPE(tag);
    swiglu_backward_kernel<T><<<blocks_for(count), kBlock, 0, static_cast<cudaStream_t>(stream)>>>(
        count, static_cast<const T*>(g), static_cast<const T*>(gate), static_cast<const T*>(up), static_cast<T*>(dgate), static_cast<T*>(dup));
  });
  check_launch("swiglu backward");
}

void cross_entropy_rows(DeviceType type, int64_t rows, int64_t vocab, void* logits, const int64_t* targets, float scale, float* losses,
                        void* stream) {
  if (rows == 0) return;
  with_type(type, [&](auto* tag) {
    using T = PARETUNE_TYPE(tag);
    cross_entropy_kernel<T><<<static_cast<unsigned>(rows), kBlock, 0, static_cast<cudaStream_t>(stream)>>>(vocab, static_cast<T*>(logits),
                                                                                                         targets, scale, losses);
  });
  check_launch("cross entropy");
}

const DeviceKernels kTable{rms_norm_forward, rms_norm_backward, rope, swiglu_forward, swiglu_backward, cross_entropy_rows};

}  // namespace

const DeviceKernels* cuda_device_kernels() { return &kTable; }

}  // namespace paretune::kernels
