// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/lora_linear/lora_linear.h"

#include "kernels/common/checks.h"
#include "kernels/rms_norm/rms_norm.h"
#include "kernels/swiglu/swiglu.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

using FrozenPtr = c10::intrusive_ptr<Frozen>;

// y and x A^T. The update is added by the second product itself, so y is written once and read once.
std::pair<Tensor, Tensor> forward_products(const Tensor& given, const Frozen& weight, const Tensor& bias, const Tensor& a, const Tensor& b, double scale) {
  const Tensor x = given.to(product_type(given));
  Tensor y = weight.product(x, bias);
  const Tensor low = at::mm(x, as_type_of(a, x).t());
  y.addmm_(low, as_type_of(b, x).t(), 1, scale);
  return {y, low};
}

// The recipe of x where it is the output of a norm or of the gated activation, or null.
c10::intrusive_ptr<Recipe> recipe_of(const Tensor& x) {
  const auto node = x.grad_fn();
  if (!node) return {};
  Rebuild make = rms_norm_rebuild(*node);
  if (make == nullptr) make = swiglu_rebuild(*node);
  return make != nullptr ? c10::make_intrusive<Recipe>(node, make) : c10::intrusive_ptr<Recipe>();
}

struct LoraLinear : torch::autograd::Function<LoraLinear> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& a, const Tensor& b, const FrozenPtr& weight, const std::optional<Tensor>& bias,
                        double scale) {
    auto [y, low] = forward_products(x, *weight, bias.value_or(Tensor()), a, b, scale);
    const bool keep_x = a.requires_grad(), keep_low = b.requires_grad();
    const auto recipe = keep_x ? recipe_of(x) : nullptr;
    if (recipe) ctx->saved_data["x"] = c10::IValue::make_capsule(recipe);
    ctx->save_for_backward({keep_x && !recipe ? x : Tensor(), keep_low ? low : Tensor(), a, b});
    ctx->saved_data["weight"] = c10::IValue::make_capsule(weight);
    ctx->saved_data["scale"] = scale;
    return y;
  }
  static Tensor kept_input(AutogradContext* ctx, const Tensor& saved) {
    const auto entry = ctx->saved_data.find("x");
    if (entry == ctx->saved_data.end()) return saved;
    const auto recipe = c10::static_intrusive_pointer_cast<Recipe>(entry->second.toCapsule());
    return recipe->make(*recipe->node);
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &x = saved[0], &low = saved[1], &g = grads[0];
    const Tensor a = as_type_of(saved[2], g), b = as_type_of(saved[3], g);
    const double scale = ctx->saved_data["scale"].toDouble();
    const bool need_x = ctx->needs_input_grad(0), need_a = ctx->needs_input_grad(1), need_b = ctx->needs_input_grad(2);
    Tensor dx, da, db;
    if (need_b) db = at::mm(low.t(), g).mul_(scale).t().contiguous();  // twice as fast as g^T low: the wide side is the GEMM's N
    if (need_x || need_a) {
      const Tensor dlow = at::mm(g, b * scale);  // (N, r); the scale goes into the small factor
      if (need_a) da = at::mm(dlow.t(), as_type_of(kept_input(ctx, x), g));
      if (need_x) {
        dx = c10::static_intrusive_pointer_cast<Frozen>(ctx->saved_data["weight"].toCapsule())->product_back(g);
        dx.addmm_(dlow, a);
      }
    }
    return {dx, da, db, Tensor(), Tensor(), Tensor()};
  }
};

Tensor lora_product(const Tensor& x, const FrozenPtr& weight, const Tensor& bias, const Tensor& a, const Tensor& b, double scale) {
  TORCH_CHECK(x.dim() == 2 && a.dim() == 2 && b.dim() == 2 && a.size(1) == x.size(1) && a.size(0) == b.size(1), "lora_linear: A ", a.sizes(), " and B ",
              b.sizes(), " do not fit x ", x.sizes());
  TORCH_CHECK(!bias.defined() || (bias.dim() == 1 && bias.size(0) == b.size(0)), "lora_linear: bias does not fit B");
  const Tensor frozen_bias = bias.defined() ? bias.detach() : bias;
  if (!wants_grad(x) && !wants_grad(a) && !wants_grad(b)) return forward_products(x, *weight, frozen_bias, a, b, scale).first;
  return LoraLinear::apply(x, a, b, weight, frozen_bias.defined() ? std::optional<Tensor>(frozen_bias) : std::nullopt, scale);
}

}  // namespace

Tensor lora_linear(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& a, const Tensor& b, double scale) {
  TORCH_CHECK(x.dim() == 2 && weight.dim() == 2 && x.size(1) == weight.size(1) && b.size(0) == weight.size(0), "lora_linear: x ", x.sizes(), " and B ",
              b.sizes(), " do not fit weight ", weight.sizes());
  return lora_product(x, c10::make_intrusive<Frozen>(weight.detach()), bias, a, b, scale);
}

Tensor lora_linear(const Tensor& x, std::shared_ptr<const FrozenWeight> weight, const Tensor& bias, const Tensor& a, const Tensor& b, double scale) {
  return lora_product(x, c10::make_intrusive<Frozen>(std::move(weight)), bias, a, b, scale);
}

}  // namespace paretune::kernels
