// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Fresh values as torch.nn makes them, drawn on the CPU so that a seed gives the same values on every device.
#include <torch/torch.h>

namespace paretune::init {

using at::Tensor;

Tensor uniform(at::IntArrayRef shape, double bound, at::Generator& generator);     // U(-bound, bound)
Tensor normal(at::IntArrayRef shape, double deviation, at::Generator& generator);  // N(0, deviation^2)
Tensor kaiming_uniform(at::IntArrayRef shape, at::Generator& generator);           // nn.Linear's weight: a = sqrt(5)
double linear_bias_bound(int64_t fan_in);                                          // nn.Linear's bias: 1/sqrt(fan_in)
Tensor leaf(const Tensor& values, at::Device device);                              // a trained tensor of its own

}  // namespace paretune::init
