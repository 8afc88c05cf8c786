// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/lora_linear/lora_linear.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct LoraLinear : torch::autograd::Function<LoraLinear> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias, const Tensor& a, const Tensor& b, double scale) {
    const Tensor u = at::mm(x, a.t());
    Tensor y = bias ? at::addmm(*bias, x, weight.t()) : at::mm(x, weight.t());
    y.addmm_(u, b.t(), 1, scale);
    ctx->save_for_backward({x, weight, a, b, u});
    ctx->saved_data["scale"] = scale;
    return y;
  }
  static variable_list backward(AutogradContext* ctx, const variable_list& grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1], &a = saved[2], &b = saved[3], &u = saved[4];
    const double scale = ctx->saved_data["scale"].toDouble();
    const Tensor& g = grads[0];
    const Tensor du = at::mm(g, b).mul_(scale);
    Tensor dx;
    if (ctx->needs_input_grad(0)) dx = at::mm(g, weight).addmm_(du, a);
    return {dx, Tensor(), Tensor(), at::mm(du.t(), x), at::mm(g.t(), u).mul_(scale), Tensor()};
  }
};

}  // namespace

Tensor lora_linear(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& a, const Tensor& b, double scale) {
  return LoraLinear::apply(x, weight, bias.defined() ? std::optional<Tensor>(bias) : std::nullopt, a, b, scale);
}

}  // namespace paretune::kernels
