// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/causal_lm.h"

namespace paretune {

// How the queries of a layer see the keys before them.
struct AttentionRule {
  double scale = 1;    // of q k
  int64_t window = 0;  // how many keys a query sees, its own among them; 0: all up to its own
  double softcap = 0;  // scores become cap * tanh(scores / cap); 0: they stay
};

// Samples as in kernels::causal_attention, by any rule. Differentiable in q, k and v.
Tensor sample_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, const AttentionRule& rule);

// One sample: appends k, v (T, KVH, hd) to the layer's cache and lets q (T, H, hd) see everything up to itself -> (T, H, hd).
// `prefix` (P, KVH, hd each, or undefined) is put in front when the cache is empty. No gradient.
Tensor cached_attention(const Tensor& q, const Tensor& k, const Tensor& v, KvCache& cache, int64_t layer, const std::pair<Tensor, Tensor>& prefix,
                        const AttentionRule& rule);

// Samples as in kernels::causal_attention, each also seeing the shared prefix keys and values. Differentiable in all inputs.
Tensor prefixed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::pair<Tensor, Tensor>& prefix,
                          const std::vector<int64_t>& offsets, const AttentionRule& rule);

}  // namespace paretune
