// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/cached_attention.h"

#include <limits>

#include "kernels/causal_attention/causal_attention.h"
#include "training/models/layers/checkpointed.h"

namespace paretune {
namespace {

constexpr int64_t kQueries = 256;  // in one part, where a mask is needed

// q (T, H, hd), k and v (KVH, L, hd) -> (T, H, hd). Row t sees the keys up to L - T + t.
Tensor attend_all(const Tensor& q, const Tensor& k, const Tensor& v, double scale) {
  const int64_t t = q.size(0), length = k.size(1);
  std::optional<Tensor> mask;
  if (t > 1 && length > t) mask = at::ones({t, length}, q.options().dtype(at::kBool)).tril(length - t);
  const Tensor out = at::scaled_dot_product_attention(q.transpose(0, 1).unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), mask, 0.0,
                                                      /*is_causal=*/t > 1 && length == t, scale, /*enable_gqa=*/q.size(1) != k.size(0));
  return out.squeeze(0).transpose(0, 1);
}

// Row t sees the keys up to `last` + t and after `last` + t - window.
Tensor attend_part(const Tensor& q, const Tensor& k, const Tensor& v, int64_t last, const AttentionRule& rule) {
  const int64_t t = q.size(0), length = k.size(1), heads = q.size(1), hd = q.size(2), shared = heads / k.size(0);
  Tensor mask = at::ones({t, length}, q.options().dtype(at::kBool)).tril(last);
  if (rule.window > 0) mask = mask.triu(last - rule.window + 1);
  if (rule.softcap <= 0) {
    const Tensor out = at::scaled_dot_product_attention(q.transpose(0, 1).unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), mask, 0.0,
                                                        /*is_causal=*/false, rule.scale, /*enable_gqa=*/shared != 1);
    return out.squeeze(0).transpose(0, 1);
  }
  const Tensor queries = q.transpose(0, 1).reshape({k.size(0), shared * t, hd});  // heads that share keys side by side
  const Tensor scores = at::tanh(at::matmul(queries, k.transpose(1, 2)) * (rule.scale / rule.softcap)) * rule.softcap;
  const Tensor seen = scores.view({k.size(0), shared, t, length}).masked_fill(mask.logical_not(), -std::numeric_limits<double>::infinity());
  return at::matmul(at::softmax(seen, -1).view({k.size(0), shared * t, length}), v).reshape({heads, t, hd}).transpose(0, 1);
}

// As attend_all, by any rule: in parts of the queries, each with no more keys than it sees.
Tensor attend(const Tensor& q, const Tensor& k, const Tensor& v, const AttentionRule& rule) {
  const int64_t t = q.size(0), length = k.size(1);
  if (rule.softcap <= 0 && (rule.window <= 0 || length <= rule.window)) return attend_all(q, k, v, rule.scale);
  std::vector<Tensor> parts;
  for (int64_t from = 0; from < t; from += kQueries) {
    const int64_t count = std::min(kQueries, t - from), place = length - t + from, end = place + count;
    const int64_t begin = rule.window > 0 ? std::max<int64_t>(0, place - rule.window + 1) : 0;
    parts.push_back(attend_part(q.narrow(0, from, count), k.slice(1, begin, end), v.slice(1, begin, end), place - begin, rule));
  }
  return parts.size() == 1 ? parts.front() : at::cat(parts);
}

// One sample, k and v (T, KVH, hd). Capped scores are made again in the backward pass: (H, T, T) numbers a layer are too many to keep.
Tensor attend_again(const Tensor& q, const Tensor& k, const Tensor& v, const AttentionRule& rule) {
  const std::vector<int64_t> heads = {q.size(1), k.size(1), v.size(1)};
  auto run = [heads, rule](const Tensor& x) {
    const auto qkv = x.split_with_sizes(heads, 1);
    return attend(qkv[0], qkv[1].transpose(0, 1), qkv[2].transpose(0, 1), rule).contiguous();
  };
  return checkpointed(run, at::cat({q, k, v}, 1));
}

// Room for `length` rows; doubles, so that appending stays linear overall.
void grow(Tensor& buffer, int64_t used, int64_t length, const Tensor& like) {
  if (buffer.defined() && buffer.size(1) >= length) return;
  Tensor bigger = at::empty({like.size(1), std::max<int64_t>(64, 2 * length), like.size(2)}, like.options());
  if (buffer.defined() && used > 0) bigger.narrow(1, 0, used).copy_(buffer.narrow(1, 0, used));
  buffer = bigger;
}

}  // namespace

Tensor sample_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, const AttentionRule& rule) {
  bool all = rule.softcap <= 0;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) all &= rule.window <= 0 || offsets[s + 1] - offsets[s] <= rule.window;
  if (all) return kernels::causal_attention(q, k, v, offsets, rule.scale);
  std::vector<Tensor> parts;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const int64_t from = offsets[s], to = offsets[s + 1];
    if (from == to) continue;
    const Tensor own_q = q.slice(0, from, to), own_k = k.slice(0, from, to), own_v = v.slice(0, from, to);
    parts.push_back(rule.softcap > 0 ? attend_again(own_q, own_k, own_v, rule) : attend(own_q, own_k.transpose(0, 1), own_v.transpose(0, 1), rule));
  }
  return parts.empty() ? at::zeros_like(q) : at::cat(parts);
}

Tensor cached_attention(const Tensor& q, const Tensor& k, const Tensor& v, KvCache& cache, int64_t layer, const std::pair<Tensor, Tensor>& prefix,
                        const AttentionRule& rule) {
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
  return attend(q, cache.keys[at].narrow(1, 0, length), cache.values[at].narrow(1, 0, length), rule);
}

Tensor prefixed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::pair<Tensor, Tensor>& prefix,
                          const std::vector<int64_t>& offsets, const AttentionRule& rule) {
  std::vector<Tensor> parts;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const int64_t from = offsets[s], to = offsets[s + 1];
    if (from == to) continue;
    const Tensor keys = at::cat({prefix.first, k.slice(0, from, to)}).transpose(0, 1);
    const Tensor values = at::cat({prefix.second, v.slice(0, from, to)}).transpose(0, 1);
    parts.push_back(attend(q.slice(0, from, to), keys, values, rule));
  }
  return parts.empty() ? at::zeros_like(q) : at::cat(parts);
}

}  // namespace paretune
