// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "kernels/lora_linear/lora_linear.h"
#include "training/models/layers/modules.h"

namespace paretune {

constexpr int64_t kUnpackedAtOnce = int64_t{4} << 20;  // numbers of a weight that are dense at the same time, on the CPU

// x W^T + bias, x (N, in), bias (out) or undefined. W is made dense, a part at a time, when it is needed, in the backward pass again;
// nothing dense and nothing of x is kept between the two.
Tensor packed_linear(const Tensor& x, const std::shared_ptr<const PackedWeight>& weight, int64_t out_features, const Tensor& bias);
// y W, y (N, out), in the same way.
Tensor packed_linear_back(const Tensor& y, const std::shared_ptr<const PackedWeight>& weight, int64_t out_features);

// The same weight as kernels::lora_linear takes it.
std::shared_ptr<const kernels::FrozenWeight> frozen_weight(const std::shared_ptr<const PackedWeight>& weight, int64_t out_features);

}  // namespace paretune
