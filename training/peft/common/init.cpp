// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/init.h"

#include <cmath>

namespace paretune::init {

Tensor uniform(at::IntArrayRef shape, double bound, at::Generator& generator) {
  return at::empty(shape, at::kFloat).uniform_(-bound, bound, generator);
}

Tensor normal(at::IntArrayRef shape, double deviation, at::Generator& generator) {
  return at::empty(shape, at::kFloat).normal_(0, deviation, generator);
}

Tensor kaiming_uniform(at::IntArrayRef shape, at::Generator& generator) {
  int64_t fan_in = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= shape[i];
  const double deviation = std::sqrt(2.0 / (1.0 + 5.0)) / std::sqrt(static_cast<double>(fan_in));
  return uniform(shape, std::sqrt(3.0) * deviation, generator);
}

double linear_bias_bound(int64_t fan_in) { return 1.0 / std::sqrt(static_cast<double>(fan_in)); }

Tensor leaf(const Tensor& values, at::Device device) {
  return values.detach().to(device, at::kFloat, /*non_blocking=*/false, /*copy=*/true).contiguous().requires_grad_(true);
}

}  // namespace paretune::init
