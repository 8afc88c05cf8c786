// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Singular value decompositions of frozen weights. A model that is looked at for shapes alone (by the planner) has weights of one
// number that stands for all; what is made from those has shapes, not values, and must not cost time.
#include "training/peft/common/lowrank_svd.h"

namespace paretune {

inline bool stands_for_shape(const at::Tensor& weight) {
  return weight.numel() > 1 && std::all_of(weight.strides().begin(), weight.strides().end(), [](int64_t stride) { return stride == 0; });
}

// U (out, k), S (k), V^T (k, in) with k = min(out, in), or the first `rank` of them.
inline LowrankSvd thin_svd(const at::Tensor& weight, int64_t rank = -1) {
  const int64_t all = std::min(weight.size(0), weight.size(1)), k = rank < 0 ? all : std::min(rank, all);
  if (stands_for_shape(weight)) {
    return {at::zeros({weight.size(0), k}, weight.options()), at::zeros({k}, weight.options()), at::zeros({k, weight.size(1)}, weight.options())};
  }
  const auto [u, s, vh] = at::linalg_svd(weight, false);
  return {u.slice(1, 0, k), s.slice(0, 0, k), vh.slice(0, 0, k)};
}

}  // namespace paretune
