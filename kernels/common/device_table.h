// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace paretune::kernels {

enum class DeviceType { none, f32, bf16 };

// Raw launchers of an accelerator library. Pointers are device memory of contiguous tensors; statistics are fp32; the stream is the
// driver's handle. Launchers throw std::runtime_error when a launch fails.
struct DeviceKernels {
  void (*rms_norm_forward)(DeviceType, int64_t n, int64_t c, const void* x, const void* w, float eps, void* y, float* rstd, void* stream);
  void (*rms_norm_backward)(DeviceType, int64_t n, int64_t c, const void* g, const void* x, const void* w, const float* rstd, void* dx,
                            void* stream);
  // sign -1 gives the backward pass
  void (*rope)(DeviceType, int64_t n, int64_t heads, int64_t hd, const void* x, const float* cos, const float* sin, float sign, void* y,
               void* stream);
  void (*swiglu_forward)(DeviceType, int64_t count, const void* gate, const void* up, void* y, void* stream);
  void (*swiglu_backward)(DeviceType, int64_t count, const void* g, const void* gate, const void* up, void* dgate, void* dup, void* stream);
  // losses[row] = -log p(target); with scale != 0 the logits become scale * (p - onehot).
  void (*cross_entropy_rows)(DeviceType, int64_t rows, int64_t vocab, void* logits, const int64_t* targets, float scale, float* losses,
                             void* stream);
};

const DeviceKernels* compiled_device_kernels();  // null in a CPU build

}  // namespace paretune::kernels
