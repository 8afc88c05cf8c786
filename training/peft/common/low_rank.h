// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Layers whose change is B A for factors that a method makes from what it trains.
#include "training/models/layers/modules.h"

namespace paretune {

// inner(x) + (dropped A^T) B^T with A (r, in), B (out, r). One kernel where `self` lies right on frozen weights and nothing is dropped.
Tensor low_rank_linear(const Tensor& x, const Tensor& dropped, const Linear& base, const WeightAdapter* self, const InnerLinear& inner,
                       const Tensor& a, const Tensor& b);

}  // namespace paretune
