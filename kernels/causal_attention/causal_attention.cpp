// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/causal_attention/causal_attention.h"

namespace paretune::kernels {

using at::Tensor;

Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, double scale) {
  std::vector<Tensor> parts;
  const auto heads_first = [](const Tensor& x, int64_t from, int64_t to) { return x.slice(0, from, to).transpose(0, 1).unsqueeze(0); };
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const int64_t from = offsets[s], to = offsets[s + 1];
    if (from == to) continue;
    parts.push_back(at::scaled_dot_product_attention(heads_first(q, from, to), heads_first(k, from, to), heads_first(v, from, to), {}, 0.0, true, scale, q.size(1) != k.size(1)).squeeze(0).transpose(0, 1));
  }
  return parts.empty() ? at::zeros_like(q) : at::cat(parts);
}

}  // namespace paretune::kernels
