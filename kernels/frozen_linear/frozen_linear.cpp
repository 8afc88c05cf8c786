// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/frozen_linear/frozen_linear.h"

#include "kernels/common/checks.h"
#include "kernels/common/dense_product.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

Tensor product(const Tensor& given, const Tensor& weight, const Tensor& bias) {
  return dense_product(given.to(product_type(given)), weight, bias);
}

struct FrozenLinear : torch::autograd::Function<FrozenLinear> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias) {
    ctx->save_for_backward({weight});
    return product(x, weight, bias.value_or(Tensor()));
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const Tensor w = as_type_of(ctx->get_saved_variables()[0], grads[0]);
    return {at::mm(grads[0], w), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor frozen_linear(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  TORCH_CHECK(x.dim() == 2 && weight.dim() == 2 && x.size(1) == weight.size(1), "frozen_linear: x ", x.sizes(),
              " does not fit weight ", weight.sizes());
  TORCH_CHECK(!bias.defined() || (bias.dim() == 1 && bias.size(0) == weight.size(0)), "frozen_linear: bias does not fit the weight");
  const Tensor w = weight.detach(), b = bias.defined() ? bias.detach() : bias;
  if (!wants_grad(x)) return product(x, w, b);
  return FrozenLinear::apply(x, w, b.defined() ? std::optional<Tensor>(b) : std::nullopt);
}

}  // namespace paretune::kernels
