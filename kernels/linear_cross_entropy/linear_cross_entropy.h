// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

namespace paretune::kernels {

// sum over rows with target != -100 of -log softmax(hidden W^T + b)[target], divided by normaliser. Logits exist only chunk by chunk
// and only for those rows. hidden (N, C), weight (V, C), bias (V) or undefined, targets (N) int64 -> scalar.
at::Tensor linear_cross_entropy(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& targets, double normaliser);

}  // namespace paretune::kernels
