// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/effective_weight.h"

namespace paretune {
namespace {

struct MakerHolder : torch::CustomClassHolder {
  std::function<Tensor()> make;
};

struct EffectiveLinear : torch::autograd::Function<EffectiveLinear> {
  // `anchor` requires grad so that the product is recorded even where x itself does not.
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& x, const Tensor& anchor, const std::optional<Tensor>& bias,
                        const c10::intrusive_ptr<MakerHolder>& holder) {
    at::NoGradGuard no_grad;
    ctx->save_for_backward({x});
    ctx->saved_data["make"] = c10::IValue::make_capsule(holder);
    ctx->saved_data["biased"] = bias.has_value();
    return at::linear(x, holder->make(), bias);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    const auto holder = c10::static_intrusive_pointer_cast<MakerHolder>(ctx->saved_data["make"].toCapsule());
    const Tensor x = ctx->get_saved_variables()[0];
    Tensor weight;
    {
      at::AutoGradMode grad_on(true);
      weight = holder->make();
    }
    Tensor on_x, on_bias;
    const auto type = grads[0].scalar_type();  // bf16 where the product was computed in it
    if (ctx->needs_input_grad(0)) on_x = at::matmul(grads[0], weight.detach().to(type));
    if (ctx->saved_data["biased"].toBool() && ctx->needs_input_grad(2)) on_bias = grads[0].sum(0);
    if (weight.requires_grad()) torch::autograd::backward({weight}, {at::matmul(grads[0].t(), x.to(type)).to(weight.scalar_type())});
    return {on_x, Tensor(), on_bias, Tensor()};
  }
};

bool alone(const Linear& base) {
  return std::count_if(base.adapters.begin(), base.adapters.end(), [](const auto& adapter) { return adapter->enabled; }) == 1;
}

Tensor bias_of(const Linear& base) { return base.bias ? base.bias->value() : Tensor(); }

}  // namespace

Tensor effective_linear(const Tensor& x, const Tensor& bias, const std::function<Tensor()>& make) {
  if (!at::GradMode::is_enabled()) return at::linear(x, make(), bias);
  auto holder = c10::make_intrusive<MakerHolder>();
  holder->make = make;
  const Tensor anchor = at::empty({0}, x.options()).requires_grad_(true);
  return EffectiveLinear::apply(x, anchor, bias.defined() ? std::optional<Tensor>(bias) : std::nullopt, holder);
}

Tensor changed_linear(const Tensor& x, const Tensor& dropped, const Linear& base, const InnerLinear& inner, const std::function<Tensor()>& delta) {
  if (dropped.is_same(x) && alone(base)) {
    return effective_linear(x, bias_of(base), [&base, delta] { return base.dense_weight() + delta(); });
  }
  return inner(x) + effective_linear(dropped, {}, delta);
}

Tensor replaced_linear(const Tensor& x, const Linear& base, const InnerLinear& inner, const std::function<Tensor(const Tensor& weight)>& make) {
  if (alone(base)) return effective_linear(x, bias_of(base), [&base, make] { return make(base.dense_weight()); });
  return inner(x) + effective_linear(x, {}, [&base, make] {
           const Tensor weight = base.dense_weight();
           return make(weight) - weight;
         });
}

}  // namespace paretune
