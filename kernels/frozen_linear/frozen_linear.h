// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

namespace paretune::kernels {

// x W^T + b with frozen W (out, in) and b (out) or undefined; keeps nothing of x. (N, in) -> (N, out).
at::Tensor frozen_linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

}  // namespace paretune::kernels
