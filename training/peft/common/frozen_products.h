// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Products with a layer's frozen weight W (out, in) that keep nothing dense of a packed one for the backward pass.
#include "training/models/layers/modules.h"

namespace paretune {

Tensor times_weight(const Tensor& y, const Linear& base);             // (n, out) -> y W (n, in)
Tensor times_weight_transposed(const Tensor& x, const Linear& base);  // (n, in) -> x W^T (n, out), without the bias

}  // namespace paretune
