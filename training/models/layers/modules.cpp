// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/modules.h"

#include "kernels/frozen_linear/frozen_linear.h"
#include "kernels/rms_norm/rms_norm.h"
#include "training/models/quantized/packed_linear.h"

namespace paretune {

Tensor PackedWeight::rows_at(const Tensor& ids) const { return dense().index_select(0, ids); }

Tensor Param::rows_at(const Tensor& ids) const { return packed_value() ? packed->rows_at(ids) : at::embedding(value(), ids); }

Tensor Linear::base_forward(const Tensor& x) const {
  const Tensor& w = weight->value();
  const Tensor b = bias ? bias->value() : Tensor();
  if (const auto packed = weight->packed_value()) return packed_linear(x, packed, out_features(), b);
  if (w.requires_grad() || (b.defined() && b.requires_grad())) return at::linear(x, w, b);
  return kernels::frozen_linear(x, w, b);
}

Tensor Linear::forward(const Tensor& x) const {
  InnerLinear inner = [this](const Tensor& input) { return base_forward(input); };
  for (const auto& adapter : adapters) {
    if (!adapter->enabled) continue;
    inner = [this, adapter = adapter.get(), below = std::move(inner)](const Tensor& input) { return adapter->forward(input, *this, below); };
  }
  return inner(x);
}

bool Linear::adapted() const {
  return std::any_of(adapters.begin(), adapters.end(), [](const auto& adapter) { return adapter->enabled; });
}

Tensor Embedding::forward(const Tensor& ids) const {
  Tensor out = weight->rows_at(ids);
  for (const auto& adapter : adapters) {
    if (adapter->enabled) out = adapter->forward(ids, out);
  }
  return scale == 1 ? out : out * scale;
}

Tensor Norm::forward(const Tensor& x) const {
  if (!centred) return kernels::rms_norm(x, shifted ? weight->value() + 1 : weight->value(), eps);
  return at::layer_norm(x, {x.size(-1)}, weight->value(), bias ? bias->value() : Tensor(), eps);
}

}  // namespace paretune
