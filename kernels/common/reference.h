// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The operators in plain ATen with its autograd, in any type on any device: what the tests, the self-test and the benchmark compare with.
#include <torch/torch.h>

#include <limits>
#include <vector>

namespace paretune::kernels::reference {

using at::Tensor;

inline Tensor rms_norm(const Tensor& x, const Tensor& weight, double eps) {
  return weight * (x * at::rsqrt(x.pow(2).mean(-1, true) + eps));
}

inline Tensor rope(const Tensor& x, const Tensor& cos, const Tensor& sin) {
  const Tensor c = at::cat({cos, cos}, -1).unsqueeze(1), s = at::cat({sin, sin}, -1).unsqueeze(1);
  const auto halves = x.chunk(2, -1);
  return x * c + at::cat({-halves[1], halves[0]}, -1) * s;
}

inline Tensor swiglu(const Tensor& gate, const Tensor& up) { return at::silu(gate) * up; }

inline Tensor linear_cross_entropy(const Tensor& hidden, const Tensor& weight, const Tensor& bias, const Tensor& targets, double normaliser) {
  return at::cross_entropy_loss(at::linear(hidden, weight, bias), targets, {}, at::Reduction::Sum, -100) / normaliser;
}

inline Tensor lora_linear(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& a, const Tensor& b, double scale) {
  return at::linear(x, weight, bias) + at::linear(at::linear(x, a), b) * scale;
}

inline Tensor frozen_linear(const Tensor& x, const Tensor& weight, const Tensor& bias) { return at::linear(x, weight, bias); }

inline Tensor block_rotation(const Tensor& x, const Tensor& r) {
  return at::einsum("nbi,bij->nbj", {x.view({x.size(0), r.size(0), r.size(1)}), r}).reshape(x.sizes());
}

inline Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& offsets, double scale) {
  std::vector<Tensor> parts;
  const int64_t group = q.size(1) / k.size(1);
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    const int64_t from = offsets[s], length = offsets[s + 1] - from;
    const Tensor qs = q.narrow(0, from, length).transpose(0, 1), ks = k.narrow(0, from, length).transpose(0, 1).repeat_interleave(group, 0);
    const Tensor vs = v.narrow(0, from, length).transpose(0, 1).repeat_interleave(group, 0);
    const Tensor future = at::ones({length, length}, q.options().dtype(at::kBool)).triu(1);
    const Tensor scores = (at::matmul(qs, ks.transpose(1, 2)) * scale).masked_fill(future, -std::numeric_limits<double>::infinity());
    parts.push_back(at::matmul(scores.softmax(-1), vs).transpose(0, 1));
  }
  return parts.empty() ? q.clone() : at::cat(parts);
}

}  // namespace paretune::kernels::reference
