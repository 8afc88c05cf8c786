// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace paretune::kernels {

enum class DeviceType { none, f32, bf16 };
enum class BlockFormat { q4_0, q4_1, q8_0 };  // ggml's

// One tensor that an AdamW step changes, all fp32 and contiguous; `step` counts this one.
struct AdamWLeaf {
  float* value;
  const float* gradient;
  float *first, *second;
  const float* step;
  int64_t count;
};
// rest is 1 - beta and log_beta the natural logarithm, made in double; gradients are multiplied by `clip` first.
struct AdamWStep {
  float rate, beta1, beta2, rest1, rest2, log_beta1, log_beta2, epsilon, decay, clip;
};

// Raw launchers of an accelerator library. Pointers are device memory of contiguous tensors; statistics are fp32; the stream is the
// driver's handle. Launchers throw std::runtime_error when a launch fails. A null one: the operator is done by ATen.
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
  // Numbers [begin, begin + count) of the flattened matrix; layout in training/models/quantized/nf4.h. levels16 and codes256 are the
  // values of a level and of an absmax code.
  void (*dequantize_nf4)(DeviceType out, int64_t begin, int64_t count, const uint8_t* levels, const uint8_t* codes, const float* scales,
                         float mean, const float* levels16, const float* codes256, void* y, void* stream);
  // values (rows, columns), absmax (rows)
  void (*dequantize_int8)(DeviceType out, int64_t rows, int64_t columns, const int8_t* values, const float* absmax, void* y, void* stream);
  void (*dequantize_blocks)(DeviceType out, BlockFormat, int64_t blocks, const uint8_t* bytes, void* y, void* stream);
  void (*adamw)(const AdamWLeaf* leaves, int64_t count, const AdamWStep& step, void* stream);  // leaves: memory of the host
  // y[n, b, :] = x[n, b, :] R[b], or R[b]^T; x (n, blocks, size), R (blocks, size, size)
  void (*rotate_blocks)(DeviceType, int64_t n, int64_t blocks, int64_t size, const void* x, const void* r, bool transposed, void* y, void* stream);
  // y[p] = sum over n of a[rows[p], n] b[columns[p], n]; a (., n), b (., n); places [0, count) of both lists
  void (*gather_product)(DeviceType, int64_t count, int64_t n, const void* a, const void* b, const int64_t* rows, const int64_t* columns,
                         float* y, void* stream);
};

// Of CUDA, less what PARETUNE_DEVICE_KERNELS turns off ("off", or names with commas between); null in a CPU build.
const DeviceKernels* compiled_device_kernels();
// Of a device that tests emulate; null without one.
const DeviceKernels* emulated_device_kernels();
void set_emulated_device_kernels(const DeviceKernels* table);

const std::vector<std::string>& device_kernel_names();  // what PARETUNE_DEVICE_KERNELS knows
// The table without the operators of this list. Throws std::invalid_argument naming a word that is none.
DeviceKernels without(DeviceKernels table, const std::string& names);
// Why PARETUNE_DEVICE_KERNELS cannot be obeyed (all device kernels are off then), or empty.
std::string device_kernels_fault();

}  // namespace paretune::kernels
