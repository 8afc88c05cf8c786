// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/init.h"
#include "training/peft/methods/lora_parts/lora_variants.h"

namespace paretune {
namespace {

int64_t group_size(int64_t features, int64_t groups) { return (features + groups - 1) / groups; }

// (n, in) -> (n, groups, size), zeros behind the last feature.
Tensor grouped(const Tensor& x, int64_t groups, int64_t size) {
  const int64_t missing = groups * size - x.size(1);
  return (missing > 0 ? at::constant_pad_nd(x, {0, missing}) : x).reshape({x.size(0), groups, size});
}

Tensor unit(const Tensor& direction) {
  const Tensor norm = at::linalg_vector_norm(direction);
  if (norm.item<double>() > 0) return direction / norm;
  return at::full_like(direction, 1.0 / std::sqrt(static_cast<double>(direction.numel())));
}

// x A^T that keeps x as c = <group, v>. The input A's gradient sees is scale c v for each group, so g^T c is enough for it.
struct CompressedDown : torch::autograd::Function<CompressedDown> {
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& x, const Tensor& a, const Tensor& v, int64_t groups, double scale) {
    at::NoGradGuard no_grad;
    ctx->save_for_backward({at::matmul(grouped(x, groups, v.size(0)), v), a, v});
    ctx->saved_data["scale"] = scale;
    return at::linear(x, a);
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &a = saved[1], &v = saved[2];
    const Tensor c = saved[0].to(a.scalar_type()), g = grads[0].to(a.scalar_type());  // bf16 where the products were computed in it
    Tensor on_x, on_a;
    if (ctx->needs_input_grad(0)) on_x = at::matmul(g, a);
    if (ctx->needs_input_grad(1)) {
      const Tensor shares = at::matmul(g.t(), c) * ctx->saved_data["scale"].toDouble();  // (r, groups)
      on_a = (shares.unsqueeze(2) * v).reshape({a.size(0), -1}).slice(1, 0, a.size(1));
    }
    return {on_x, on_a, Tensor(), Tensor(), Tensor()};
  }
};

class VeloraLinear final : public LoraLinear {
 public:
  VeloraLinear(LoraFactors factors, Tensor direction, int64_t groups, double scale, std::string kind)
      : LoraLinear(std::move(factors)), m_v(std::move(direction)), m_groups(groups), m_scale(scale), m_kind(std::move(kind)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    if (!base.training || !at::GradMode::is_enabled()) return LoraLinear::forward(x, base, inner);
    const Tensor seen = dropped(x, base);
    estimate(seen);
    return inner(x) + raised(CompressedDown::apply(seen, m_f.a, m_v.clone(), m_groups, m_scale));
  }
  std::vector<AdapterTensor> tensors() const override {
    auto out = LoraLinear::tensors();
    out.push_back({"lora_velora_embed", m_v, false});
    return out;
  }

 private:
  // That the direction is there already is not saved, as in PEFT: the first pass after loading estimates it again.
  void estimate(const Tensor& x) {
    if (m_kind == "random" || (m_kind == "batch_average_once" && m_estimated)) return;
    at::NoGradGuard no_grad;
    m_v.copy_(unit(grouped(x.mean(0, true), m_groups, m_v.size(0)).mean(at::IntArrayRef{0, 1})));
    m_estimated = true;
  }

  Tensor m_v;  // (group size), of length 1 once it is there
  int64_t m_groups;
  double m_scale;
  std::string m_kind;
  bool m_estimated = false;
};

}  // namespace

LoraLayer make_velora(LoraFactors f, const Linear& layer, const Json& options, at::Generator& generator) {
  const int64_t groups = options.at("num_groups"), size = group_size(layer.in_features(), groups);
  const std::string kind = options.at("init_type");
  const Tensor direction = kind == "random" ? unit(init::normal({size}, 1.0, generator)) : at::zeros({size});
  return std::make_shared<VeloraLinear>(std::move(f), direction.to(layer.device()), groups, options.at("scale").get<double>(), kind);
}

}  // namespace paretune
