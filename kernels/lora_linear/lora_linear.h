// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/common/frozen_weight.h"

namespace paretune::kernels {

// x W^T + b + scale (x A^T) B^T with frozen W (out, in), b (out) or undefined; A (r, in), B (out, r). (N, in) -> (N, out).
// Keeps x and x A^T for the backward pass; of an x that rms_norm or swiglu made, only how to make it again.
at::Tensor lora_linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& a, const at::Tensor& b, double scale);
at::Tensor lora_linear(const at::Tensor& x, std::shared_ptr<const FrozenWeight> weight, const at::Tensor& bias, const at::Tensor& a, const at::Tensor& b,
                       double scale);

}  // namespace paretune::kernels
