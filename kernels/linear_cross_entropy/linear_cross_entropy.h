// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/common/frozen_weight.h"

namespace paretune::kernels {

// sum over rows with target != -100 of -log softmax(hidden W^T + b)[target], divided by normaliser. Logits exist only chunk by chunk
// and only for those rows. hidden (N, C), weight (V, C), bias (V) or undefined, targets (N) int64 -> scalar.
at::Tensor linear_cross_entropy(const at::Tensor& hidden, const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& targets, double normaliser);
at::Tensor linear_cross_entropy(const at::Tensor& hidden, std::shared_ptr<const FrozenWeight> weight, const at::Tensor& bias, const at::Tensor& targets,
                                double normaliser);

// Rows whose logits are made at once. A packed weight is unpacked twice for each such chunk.
int64_t cross_entropy_chunk(int64_t vocab, bool host, bool packed);

}  // namespace paretune::kernels
