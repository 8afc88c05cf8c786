// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/packed_linear.h"

#include "kernels/common/checks.h"
#include "training/models/quantized/packed_matrix.h"

namespace paretune {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Weight = std::shared_ptr<const PackedWeight>;

constexpr int64_t kUnpackedOnAccelerator = int64_t{64} << 20;  // as kUnpackedAtOnce

struct Holder : torch::CustomClassHolder {
  explicit Holder(Weight given) : weight(std::move(given)) {}
  Weight weight;
};

// use(rows of W, first row) for all of W in turn.
template <class Use>
void by_parts(const Weight& weight, at::ScalarType type, const Use& use) {
  const auto* matrix = dynamic_cast<const PackedMatrix*>(weight.get());
  if (!matrix) return use(weight->dense().to(type), int64_t{0});
  const int64_t most = matrix->device().is_cpu() ? kUnpackedAtOnce : kUnpackedOnAccelerator;
  const int64_t step = std::max<int64_t>(1, most / std::max<int64_t>(1, matrix->columns()));
  for (int64_t from = 0; from < matrix->rows(); from += step) use(matrix->dense_rows(from, std::min(step, matrix->rows() - from), type), from);
}

Tensor product(const Tensor& given, int64_t out_features, const Weight& weight, const Tensor& bias) {
  const Tensor x = given.to(kernels::product_type(given));
  if (x.size(0) == 1 && x.is_cpu() && x.scalar_type() == at::kFloat) {
    if (const auto* matrix = dynamic_cast<const PackedMatrix*>(weight.get())) return matrix->times(x, bias);  // generation
  }
  Tensor y;
  by_parts(weight, x.scalar_type(), [&](const Tensor& part, int64_t from) {
    const int64_t count = part.size(0);
    if (count == out_features) {
      y = bias.defined() ? at::addmm(bias.to(x.scalar_type()), x, part.t()) : at::mm(x, part.t());
      return;
    }
    if (!y.defined()) y = at::empty({x.size(0), out_features}, x.options());
    Tensor columns = y.narrow(1, from, count);
    if (bias.defined()) at::addmm_out(columns, bias.narrow(0, from, count).to(x.scalar_type()), x, part.t());
    else at::mm_out(columns, x, part.t());
  });
  return y;
}

Tensor product_back(const Tensor& given, const Weight& weight) {
  const Tensor dy = given.to(kernels::product_type(given));
  Tensor dx;
  by_parts(weight, dy.scalar_type(), [&](const Tensor& part, int64_t from) {
    const Tensor columns = dy.narrow(1, from, part.size(0));
    if (dx.defined()) dx.addmm_(columns, part);
    else dx = at::mm(columns, part);
  });
  return dx;
}

struct PackedLinear : torch::autograd::Function<PackedLinear> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const std::optional<Tensor>& bias, int64_t out_features,
                        const c10::intrusive_ptr<Holder>& holder) {
    ctx->saved_data["weight"] = c10::IValue::make_capsule(holder);
    ctx->saved_data["biased"] = bias.has_value();
    return product(x, out_features, holder->weight, bias.value_or(Tensor()));
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto holder = c10::static_intrusive_pointer_cast<Holder>(ctx->saved_data["weight"].toCapsule());
    Tensor dx, db;
    if (ctx->needs_input_grad(0)) dx = product_back(grads[0], holder->weight);
    if (ctx->saved_data["biased"].toBool() && ctx->needs_input_grad(1)) db = grads[0].sum(0);
    return {dx, db, Tensor(), Tensor()};
  }
};

struct PackedLinearBack : torch::autograd::Function<PackedLinearBack> {
  static Tensor forward(AutogradContext* ctx, const Tensor& y, const c10::intrusive_ptr<Holder>& holder) {
    ctx->saved_data["weight"] = c10::IValue::make_capsule(holder);
    ctx->saved_data["out"] = y.size(1);
    return product_back(y, holder->weight);
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    const auto holder = c10::static_intrusive_pointer_cast<Holder>(ctx->saved_data["weight"].toCapsule());
    return {product(grads[0], ctx->saved_data["out"].toInt(), holder->weight, {}), Tensor()};
  }
};

class PackedFrozenWeight final : public kernels::FrozenWeight {
 public:
  PackedFrozenWeight(Weight weight, int64_t out_features) : m_weight(std::move(weight)), m_out(out_features) {}
  int64_t outputs() const override { return m_out; }
  Tensor product(const Tensor& x, const Tensor& bias) const override { return paretune::product(x, m_out, m_weight, bias); }
  Tensor product_back(const Tensor& dy) const override { return paretune::product_back(dy, m_weight); }

 private:
  Weight m_weight;
  int64_t m_out;
};

}  // namespace

std::shared_ptr<const kernels::FrozenWeight> frozen_weight(const Weight& weight, int64_t out_features) {
  return std::make_shared<PackedFrozenWeight>(weight, out_features);
}

Tensor packed_linear_back(const Tensor& y, const Weight& weight, int64_t out_features) {
  TORCH_CHECK(y.dim() == 2 && y.size(1) == out_features, "packed_linear_back: y ", y.sizes(), " does not fit ", out_features, " outputs");
  return kernels::wants_grad(y) ? PackedLinearBack::apply(y, c10::make_intrusive<Holder>(weight)) : product_back(y, weight);
}

Tensor packed_linear(const Tensor& x, const Weight& weight, int64_t out_features, const Tensor& bias) {
  if (!kernels::wants_grad(x) && !kernels::wants_grad(bias)) return product(x, out_features, weight, bias);
  return PackedLinear::apply(x, bias.defined() ? std::optional<Tensor>(bias) : std::nullopt, out_features, c10::make_intrusive<Holder>(weight));
}

}  // namespace paretune
