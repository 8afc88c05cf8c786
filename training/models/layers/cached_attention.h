// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/causal_lm.h"

namespace paretune {

// One sample: appends k, v (T, KVH, hd) to the layer's cache and lets q (T, H, hd) see everything up to itself -> (T, H, hd).
// `prefix` (P, KVH, hd each, or undefined) is put in front when the cache is empty. No gradient.
Tensor cached_attention(const Tensor& q, const Tensor& k, const Tensor& v, KvCache& cache, int64_t layer,
                        const std::pair<Tensor, Tensor>& prefix, double scale);

// Samples as in kernels::causal_attention, each also seeing the shared prefix keys and values. Differentiable in all inputs.
Tensor prefixed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::pair<Tensor, Tensor>& prefix,
                          const std::vector<int64_t>& offsets, double scale);

}  // namespace paretune
