// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/frozen_linear/frozen_linear.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct FrozenLinear : torch::autograd::Function<FrozenLinear> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias) {
    ctx->save_for_backward({weight});
    return bias ? at::addmm(*bias, x, weight.t()) : at::mm(x, weight.t());
  }
  static variable_list backward(AutogradContext* ctx, const variable_list& grads) {
    return {at::mm(grads[0], ctx->get_saved_variables()[0]), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor frozen_linear(const Tensor& x, const Tensor& weight, const Tensor& bias) { return FrozenLinear::apply(x, weight, bias.defined() ? std::optional<Tensor>(bias) : std::nullopt); }

}  // namespace paretune::kernels
