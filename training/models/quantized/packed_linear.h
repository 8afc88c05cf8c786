// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/layers/modules.h"

namespace paretune {

// x W^T + bias, x (N, in), bias (out) or undefined. W is made dense, a part at a time, when it is needed, in the backward pass again;
// nothing dense and nothing of x is kept between the two.
Tensor packed_linear(const Tensor& x, const std::shared_ptr<const PackedWeight>& weight, int64_t out_features, const Tensor& bias);

}  // namespace paretune
