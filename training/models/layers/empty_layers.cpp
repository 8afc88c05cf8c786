// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/empty_layers.h"

namespace paretune {

ParamPtr empty_param(at::IntArrayRef shape) {
  auto param = std::make_shared<Param>();
  param->base = at::empty(shape, at::TensorOptions(at::kMeta).dtype(at::kFloat));
  return param;
}

Linear empty_linear(const std::string& name, int64_t in, int64_t out, bool bias) {
  Linear linear;
  linear.name = name;
  linear.weight = empty_param({out, in});
  if (bias) linear.bias = empty_param({out});
  return linear;
}

Norm empty_norm(const std::string& name, int64_t size, double eps) {
  Norm norm;
  norm.name = name;
  norm.weight = empty_param({size});
  norm.eps = eps;
  return norm;
}

}  // namespace paretune
