// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/cached_attention.h"

namespace paretune {
namespace {

// q (T, H, hd), k and v (KVH, L, hd) -> (T, H, hd). Row t sees the first L - T + t + 1 keys.
Tensor attend(const Tensor& q, const Tensor& k, const Tensor& v, double scale) {
  const int64_t t = q.size(0), length = k.size(1);
  std::optional<Tensor> mask;
  if (t > 1 && length > t) mask = at::ones({t, length}, q.options().dtype(at::kBool)).tril(length - t);
  const Tensor out = at::scaled_dot_product_attention(q.transpose(0, 1).unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), mask, 0.0,
                                                      /*is_causal=*/t > 1 && length == t, scale, /*enable_gqa=*/q.size(1) != k.size(0));
  return out.squeeze(0).transpose(0, 1);
}

// Room for `length` rows; doubles, so that appending stays linear overall.
void grow(Tensor& buffer, int64_t used, int64_t length, const Tensor& like) {
  if (buffer.defined() && buffer.size(1) >= length) return;
  Tensor bigger = at::empty({like.size(1), std::max<int64_t>(64, 2 * length), like.size(2)}, like.options());
  if (buffer.defined() && used > 0) bigger.narrow(1, 0, used).copy_(buffer.narrow(1, 0, used));
  buffer = bigger;
}

}  // namespace

Tensor cached_attention(const Tensor& q, const Tensor& k, const Tensor& v, KvCache& cache, int64_t layer,
                        const std::pair<Tensor, Tensor>& prefix, double scale) {
  at::NoGradGuard no_grad;
  const auto at = static_cast<std::size_t>(layer);
  if (cache.keys.size() <= at) {
    cache.keys.resize(at + 1);
    cache.values.resize(at + 1);
  }
  const int64_t ahead = prefix.first.defined() ? prefix.first.size(0) : 0;
  const int64_t used = cache.length == 0 ? 0 : ahead + cache.length;
  const int64_t from = ahead + cache.length, length = from + k.size(0);
  grow(cache.keys[at], used, length, k);
  grow(cache.values[at], used, length, v);
  if (cache.length == 0 && ahead > 0) {
    cache.keys[at].narrow(1, 0, ahead).copy_(prefix.first.transpose(0, 1));
    cache.values[at].narrow(1, 0, ahead).copy_(prefix.second.transpose(0, 1));
  }
  cache.keys[at].narrow(1, from, k.size(0)).copy_(k.transpose(0, 1));
  cache.values[at].narrow(1, from, v.size(0)).copy_(v.transpose(0, 1));
  return attend(q, cache.keys[at].narrow(1, 0, length), cache.values[at].narrow(1, 0, length), scale);
}

Tensor prefixed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::pair<Tensor, Tensor>& prefix,
                          const std::vector<int64_t>& offsets, double scale) {
  std::vector<Tensor> parts;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const int64_t from = offsets[s], to = offsets[s + 1];
    if (from == to) continue;
    const Tensor keys = at::cat({prefix.first, k.slice(0, from, to)}).transpose(0, 1);
    const Tensor values = at::cat({prefix.second, v.slice(0, from, to)}).transpose(0, 1);
    parts.push_back(attend(q.slice(0, from, to), keys, values, scale));
  }
  return parts.empty() ? at::zeros_like(q) : at::cat(parts);
}

}  // namespace paretune
