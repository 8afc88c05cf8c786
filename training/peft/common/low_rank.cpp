// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/low_rank.h"

#include "kernels/lora_linear/lora_linear.h"
#include "training/models/quantized/packed_linear.h"

namespace paretune {
namespace {

bool on_frozen_base(const Linear& base, const WeightAdapter* self) {
  for (const auto& adapter : base.adapters) {
    if (adapter.get() == self) return !base.weight->value().requires_grad() && !(base.bias && base.bias->value().requires_grad());
    if (adapter->enabled) return false;
  }
  return false;
}

}  // namespace

Tensor low_rank_linear(const Tensor& x, const Tensor& dropped, const Linear& base, const WeightAdapter* self, const InnerLinear& inner,
                       const Tensor& a, const Tensor& b) {
  if (dropped.is_same(x) && on_frozen_base(base, self)) {
    const Tensor bias = base.bias ? base.bias->value() : Tensor();
    if (const auto packed = base.weight->packed_value()) return kernels::lora_linear(x, frozen_weight(packed, base.out_features()), bias, a, b, 1.0);
    return kernels::lora_linear(x, base.weight->value(), bias, a, b, 1.0);
  }
  return inner(x) + at::linear(at::linear(dropped, a), b);
}

}  // namespace paretune
