// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

#include <vector>

namespace paretune::kernels {

// Samples laid end to end attend causally to themselves only. q (N, H, hd), k and v (N, KVH, hd), offsets S + 1 -> (N, H, hd).
at::Tensor causal_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const std::vector<int64_t>& offsets, double scale);

}  // namespace paretune::kernels
