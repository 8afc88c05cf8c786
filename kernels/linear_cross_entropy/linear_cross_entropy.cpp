// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/linear_cross_entropy/linear_cross_entropy.h"

namespace paretune::kernels {
namespace {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct LinearCrossEntropy : torch::autograd::Function<LinearCrossEntropy> {
  static Tensor forward(AutogradContext* ctx, const Tensor& hidden, const Tensor& weight, const std::optional<Tensor>& bias, const Tensor& targets, double normaliser, bool want_hidden, bool want_weight, bool want_bias) {
    const Tensor rows = (targets != -100).nonzero().squeeze(1);
    const int64_t n = rows.size(0), v = weight.size(0);
    const int64_t chunk = std::max<int64_t>(1, (int64_t{24} << 20) / (v * hidden.element_size()));
    Tensor loss = at::zeros({}, hidden.options());
    Tensor dh = want_hidden ? at::zeros_like(hidden) : Tensor(), dw = want_weight ? at::zeros_like(weight) : Tensor();
    Tensor db = want_bias ? at::zeros({v}, weight.options()) : Tensor();
    for (int64_t at_row = 0; at_row < n; at_row += chunk) {
      const Tensor part = rows.slice(0, at_row, std::min(n, at_row + chunk));
      const Tensor h = hidden.index_select(0, part), t = targets.index_select(0, part).unsqueeze(1);
      Tensor z = bias ? at::addmm(*bias, h, weight.t()) : at::mm(h, weight.t());
      const Tensor lse = at::logsumexp(z, {1}, true);
      loss += (lse - z.gather(1, t)).sum();
      if (!want_hidden && !want_weight && !want_bias) continue;
      z.sub_(lse).exp_();
      z.scatter_add_(1, t, at::full_like(t, -1, z.options()));
      z.div_(normaliser);
      if (want_hidden) dh.index_copy_(0, part, at::mm(z, weight));
      if (want_weight) dw.addmm_(z.t(), h);
      if (want_bias) db.add_(z.sum(0));
    }
    ctx->save_for_backward({dh, dw, db});
    return loss / normaliser;
  }
  static variable_list backward(AutogradContext* ctx, const variable_list& grads) {
    const auto saved = ctx->get_saved_variables();
    const auto scaled = [&](const Tensor& t) { return t.defined() ? t * grads[0] : t; };
    return {scaled(saved[0]), scaled(saved[1]), scaled(saved[2]), Tensor(), Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor linear_cross_entropy(const Tensor& hidden, const Tensor& weight, const Tensor& bias, const Tensor& targets, double normaliser) {
  const bool on = at::GradMode::is_enabled();
  return LinearCrossEntropy::apply(hidden, weight, bias.defined() ? std::optional<Tensor>(bias) : std::nullopt, targets, normaliser, on && hidden.requires_grad(), on && weight.requires_grad(),
                                   on && bias.defined() && bias.requires_grad());
}

}  // namespace paretune::kernels
