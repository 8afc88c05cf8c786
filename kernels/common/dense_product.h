// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <ATen/ATen.h>

namespace paretune::kernels {

// x W^T + b for x (N, in), W (out, in), b (out) or undefined, in the type of x. A single fp32 row on the CPU is shared among the threads:
// written text is one such product after the other, and LibTorch's sgemv keeps to one thread, a third of what the memory gives.
at::Tensor dense_product(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

}  // namespace paretune::kernels
