// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Small questions every operator asks of its arguments.
#include <ATen/autocast_mode.h>
#include <torch/torch.h>

namespace paretune::kernels {

// The raw fp32 kernels apply.
inline bool on_fast_path(const at::Tensor& t) { return t.device().is_cpu() && t.scalar_type() == at::kFloat; }

// Gradients of t will be asked for. Functions see grad mode off in their forward, so ask before apply().
inline bool wants_grad(const at::Tensor& t) { return t.defined() && t.requires_grad() && at::GradMode::is_enabled(); }

// A frozen weight in the type of the computation (checkpoints may be kept in bf16).
inline at::Tensor as_type_of(const at::Tensor& t, const at::Tensor& like) { return t.defined() ? t.to(like.scalar_type()) : t; }

// What products with x are computed in: the type of torch.autocast where that is on for x's device, else x's own.
inline at::ScalarType product_type(const at::Tensor& x) {
  const auto device = x.device().type();
  const bool cast = x.scalar_type() == at::kFloat && at::autocast::is_autocast_available(device) && at::autocast::is_autocast_enabled(device);
  return cast ? at::autocast::get_autocast_dtype(device) : x.scalar_type();
}

// HF computes norms and activations of half types in fp32.
inline at::ScalarType compute_type(const at::Tensor& t) { return t.scalar_type() == at::kDouble ? at::kDouble : at::kFloat; }

}  // namespace paretune::kernels
