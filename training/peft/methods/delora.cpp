// SPDX-License-Identifier: GPL-3.0-or-later
// DeLoRA (arXiv 2503.18225): a low-rank change whose directions have length one and whose strength is one learned number,
// B diag(lambda / (r |a_i| |b_i|)) A diag(w), w the lengths of the columns of the frozen weight.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/pattern.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& delora_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 8, "Rank of the weight change: more learns more and costs more.", 1),
        number_spec("delora_lambda", 15, "First value of the learned strength: the bound of the change beside the weight.", {}, {}),
        number_spec("module_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
        flag_spec("init_weights", true, "Start without change; false draws both factors at random.", true),
        any_spec("rank_pattern", Json::object(), "Ranks of single layers: names or regular expressions with a number."),
        any_spec("lambda_pattern", Json::object(), "delora_lambda of single layers, as rank_pattern.")},
       target_specs(true),
       {bias_spec("delora_only")}});
  return schema;
}

struct DeloraTensors {
  Tensor a, b, lambda;  // (r, in), (out, r), (1)
  Tensor lengths;       // (in), frozen; a file brings its own
};

class DeloraLinear final : public LinearAdapter {
 public:
  DeloraLinear(DeloraTensors tensors, double dropout) : m_t(std::move(tensors)), m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return low_rank_linear(x, seen, base, this, inner, m_t.a * m_t.lengths, scaled_b());
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + at::matmul(scaled_b(), m_t.a * m_t.lengths), bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    return {{"delora_A", m_t.a}, {"delora_B", m_t.b}, {"delora_lambda", m_t.lambda}, {"delora_w_norm", m_t.lengths, false}};
  }

 private:
  Tensor scaled_b() const {
    constexpr double shortest = 1e-4;
    const Tensor of_a = m_t.a.norm(2, at::IntArrayRef{1}).clamp_min(shortest), of_b = m_t.b.norm(2, at::IntArrayRef{0}).clamp_min(shortest);
    return m_t.b * (m_t.lambda / static_cast<double>(m_t.a.size(0)) / (of_a * of_b));
  }

  DeloraTensors m_t;
  double m_dropout;
};

void check(const Json& config) {
  if (config.at("target_modules").is_string() && !config.at("layers_to_transform").is_null()) {
    fail(ErrorKind::input, "cannot be combined with layers_to_transform when it is one text", "peft.target_modules",
         "Give a list of names, or put the layers into the expression.");
  }
  check_pattern(config.at("rank_pattern"), "peft.rank_pattern", true);
  check_pattern(config.at("lambda_pattern"), "peft.lambda_pattern", false);
}

std::unique_ptr<Adapter> make_delora(CausalLm& model, const Json& config, at::Generator generator) {
  check(config);
  const bool still = config.at("init_weights").get<bool>();
  LayerMethod method{.peft_type = "DELORA"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "DeLoRA");
    const int64_t r = pattern_value(config.at("rank_pattern"), layer.name, config.at("r"), "peft.rank_pattern").get<int64_t>();
    const double lambda = pattern_value(config.at("lambda_pattern"), layer.name, config.at("delora_lambda"), "peft.lambda_pattern").get<double>();
    const std::vector<int64_t> b{layer.out_features(), r};
    DeloraTensors t;
    t.a = init::leaf(init::kaiming_uniform({r, layer.in_features()}, generator), layer.device());
    t.b = init::leaf(still ? at::zeros(b) : init::kaiming_uniform(b, generator), layer.device());
    t.lambda = init::leaf(at::full({1}, lambda, at::kFloat), layer.device());
    t.lengths = layer.dense_weight().norm(2, at::IntArrayRef{0});
    return std::make_shared<DeloraLinear>(std::move(t), config.at("module_dropout").get<double>());
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod delora_peft_method;
const PeftMethod delora_peft_method{.peft_type = "DELORA",
                                    .title = "DeLoRA",
                                    .summary = "LoRA with directions of length one and a learned strength: the change stays bounded at high learning rates.",
                                    .family = "weights",
                                    .paper = "arXiv 2503.18225",
                                    .schema = delora_schema,
                                    .make = make_delora,
                                    .mergeable = true,
                                    .converts_to_lora = true,
                                    .quantized_base = true};

}  // namespace paretune
