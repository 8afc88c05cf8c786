// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The engine of methods whose layer is x W'^T with a dense W' made from trained tensors: one product instead of PEFT's two, and W' is
// made again in the backward pass instead of being kept for every layer.
#include "training/models/layers/modules.h"

namespace paretune {

// x W^T + bias, W (out, in) = make(). make() computes from trained leaves and frozen tensors; the leaves get their gradients when the
// result's backward runs. x (N, in), bias (out) or undefined.
Tensor effective_linear(const Tensor& x, const Tensor& bias, const std::function<Tensor()>& make);

// inner(x) + dropped D^T, D (out, in) = delta(). One product when `dropped` is `x` and no other adapter is on the layer.
Tensor changed_linear(const Tensor& x, const Tensor& dropped, const Linear& base, const InnerLinear& inner, const std::function<Tensor()>& delta);

// The layer with make(W) in place of its frozen weight W (out, in), plus its bias.
Tensor replaced_linear(const Tensor& x, const Linear& base, const InnerLinear& inner, const std::function<Tensor(const Tensor& weight)>& make);

}  // namespace paretune
