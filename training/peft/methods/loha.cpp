// SPDX-License-Identifier: GPL-3.0-or-later
// LoHa (arXiv 2108.06098): the change is the elementwise product of two low-rank matrices, (A1 B1) * (A2 B2).
//
// It is also a product of rank r^2, of all pairs of columns of A1 and A2 and of rows of B1 and B2. That form is used where it is the
// cheaper one; else the change is made as a matrix, again in the backward pass.
#include "training/peft/common/effective_weight.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/lycoris.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& loha_schema() {
  static const ParamSchema schema =
      make_schema({lycoris_specs("LoHa"),
                   {flag_spec("init_weights", true, "Start without change; false draws all factors at random.", true)},
                   target_specs(true)});
  return schema;
}

struct LohaFactors {
  Tensor a1, b1, a2, b2;  // (out, r), (r, in), (out, r), (r, in)
};

class LohaLinear final : public LinearAdapter {
 public:
  LohaLinear(const LohaFactors& factors, const LycorisShape& shape) : m_f(factors), m_shape(shape) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const LycorisDropout dropout(m_shape, base);
    if (dropout.skips()) return inner(x);
    const int64_t in = base.in_features(), out = base.out_features(), pairs = m_shape.rank * m_shape.rank;
    if (2 * pairs * (in + out) > in * out) {
      return changed_linear(x, x, base, inner, [this, outputs = dropout.outputs()] { return delta(outputs); });
    }
    const Tensor columns = (strength(dropout.outputs()).unsqueeze(2) * m_f.a2.unsqueeze(1)).view({out, pairs});
    const Tensor rows = (m_f.b1.unsqueeze(1) * m_f.b2.unsqueeze(0)).view({pairs, in});
    return low_rank_linear(x, x, base, this, inner, rows, columns);
  }

  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + delta({}), bias};
  }

  std::vector<AdapterTensor> tensors() const override {
    return {{"hada_w1_a", m_f.a1}, {"hada_w1_b", m_f.b1}, {"hada_w2_a", m_f.a2}, {"hada_w2_b", m_f.b2}};
  }

 private:
  // A1 with all factors that are the same along a row of the change.
  Tensor strength(const Tensor& outputs) const {
    const Tensor scaled = m_f.a1 * m_shape.scale;
    return outputs.defined() ? scaled * outputs.unsqueeze(1) : scaled;
  }
  Tensor delta(const Tensor& outputs) const { return at::matmul(strength(outputs), m_f.b1) * at::matmul(m_f.a2, m_f.b2); }

  LohaFactors m_f;
  LycorisShape m_shape;
};

std::unique_ptr<Adapter> make_loha(CausalLm& model, const Json& config, at::Generator generator) {
  check_lycoris(config);
  const bool still = config.at("init_weights").get<bool>();
  LayerMethod method{.peft_type = "LOHA"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "LoHa");
    const LycorisShape shape = lycoris_shape(config, layer.name);
    const int64_t in = layer.in_features(), out = layer.out_features(), r = shape.rank;
    auto drawn = [&](int64_t rows, int64_t columns) { return init::leaf(init::kaiming_uniform({rows, columns}, generator), layer.device()); };
    LohaFactors f;
    f.a1 = drawn(out, r);
    f.b1 = drawn(r, in);
    f.a2 = drawn(out, r);
    f.b2 = still ? init::leaf(at::zeros({r, in}), layer.device()) : drawn(r, in);
    return std::make_shared<LohaLinear>(f, shape);
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod loha_peft_method;
const PeftMethod loha_peft_method{.peft_type = "LOHA",
                                  .title = "LoHa",
                                  .summary = "Multiplies two low-rank changes entry by entry: a high rank from few numbers.",
                                  .family = "weights",
                                  .paper = "arXiv 2108.06098",
                                  .schema = loha_schema,
                                  .make = make_loha,
                                  .mergeable = true,
                                  .converts_to_lora = true,
                                  .quantized_base = true};

}  // namespace paretune
