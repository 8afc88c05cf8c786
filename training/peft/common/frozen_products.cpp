// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/frozen_products.h"

#include "training/models/quantized/packed_linear.h"

namespace paretune {

Tensor times_weight(const Tensor& y, const Linear& base) {
  const auto packed = base.weight->packed_value();
  return packed ? packed_linear_back(y, packed, base.out_features()) : at::matmul(y, base.dense_weight());
}

Tensor times_weight_transposed(const Tensor& x, const Linear& base) {
  const auto packed = base.weight->packed_value();
  return packed ? packed_linear(x, packed, base.out_features(), {}) : at::linear(x, base.dense_weight());
}

}  // namespace paretune
