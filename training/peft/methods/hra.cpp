// SPDX-License-Identifier: GPL-3.0-or-later
// HRA (arXiv 2405.17484): reflects the input of a layer r times, y = (x R^T) W^T + b with R = H_1 ... H_r, H_j = I - 2 u_j u_j^T.
//
// PEFT builds R, a matrix of in x in, by r products. Here R = I - U T U^T (compact WY form) with T^-1 = I/2 + the strict upper triangle of
// U^T U, so turning x costs two thin products. With apply_GS the u_j are orthonormal, T = 2 I.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& hra_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 8, "Number of reflections; even, so that they come in pairs that undo each other at the start.", 1),
        flag_spec("apply_GS", false, "Make the reflections orthogonal to each other; start it with an odd r or init_weights false.", true),
        flag_spec("init_weights", true, "Start without change where r is even; false draws all reflections.", true)},
       target_specs(true),
       {bias_spec("hra_only")}});
  return schema;
}

// Q of U = Q R for what depends on the span of U alone, which makes the gradient short: the part of Q's outside the span, times R^-T.
struct OrthonormalSpan : torch::autograd::Function<OrthonormalSpan> {
  static Tensor forward(torch::autograd::AutogradContext* ctx, const Tensor& u) {
    auto [q, r] = at::linalg_qr(u);
    ctx->save_for_backward({q, r});
    return q;
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* ctx, const torch::autograd::variable_list& grads) {
    const auto saved = ctx->get_saved_variables();
    const Tensor &q = saved[0], &r = saved[1];
    if (r.size(0) != r.size(1)) return {at::zeros({q.size(0), r.size(1)}, q.options())};  // all of the space is spanned, and stays so
    const Tensor outside = grads[0] - at::matmul(q, at::matmul(q.t(), grads[0]));
    return {at::linalg_solve_triangular(r.t(), outside, /*upper=*/false, /*left=*/false)};
  }
};

class HraLinear final : public LinearAdapter {
 public:
  HraLinear(Tensor u, bool orthogonal) : m_u(std::move(u)), m_orthogonal(orthogonal) {}

  Tensor forward(const Tensor& x, const Linear&, const InnerLinear& inner) override {
    const auto [u, ut] = factors();
    return inner(x - at::matmul(at::matmul(x, u), ut.t()));
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    const auto [u, ut] = factors();
    return {weight - at::matmul(at::matmul(weight, ut), u.t()), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"hra_u", m_u}}; }

 private:
  // U and U T, both (in, r).
  std::pair<Tensor, Tensor> factors() const {
    if (m_orthogonal) {
      const Tensor q = OrthonormalSpan::apply(m_u);
      return {q, q * 2};
    }
    const Tensor u = m_u / m_u.norm(2, at::IntArrayRef{0});
    const Tensor inverse = at::eye(u.size(1), u.options()) * 0.5 + at::matmul(u.t(), u).triu(1);
    return {u, at::linalg_solve_triangular(inverse, u, /*upper=*/true, /*left=*/false)};
  }

  Tensor m_u;  // (in, r)
  bool m_orthogonal;
};

Tensor fresh(int64_t in, int64_t r, bool paired, at::Generator& generator) {
  if (!paired || r % 2 != 0) return init::kaiming_uniform({in, r}, generator);
  return init::kaiming_uniform({in, r / 2}, generator).repeat_interleave(2, 1);
}

std::unique_ptr<Adapter> make_hra(CausalLm& model, const Json& config, at::Generator generator) {
  refuse_layers_of_one_text(config);
  LayerMethod method{.peft_type = "HRA"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "HRA");
    const Tensor u = fresh(layer.in_features(), config.at("r"), config.at("init_weights").get<bool>(), generator);
    return std::make_shared<HraLinear>(init::leaf(u, layer.device()), config.at("apply_GS").get<bool>());
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod hra_peft_method;
const PeftMethod hra_peft_method{.peft_type = "HRA",
                                 .title = "HRA",
                                 .summary = "Reflects the inputs of layers a few times: an orthogonal change at the cost of a LoRA.",
                                 .family = "weights",
                                 .paper = "arXiv 2405.17484",
                                 .schema = hra_schema,
                                 .make = make_hra,
                                 .mergeable = true,
                                 .quantized_base = true};

}  // namespace paretune
