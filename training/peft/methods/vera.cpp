// SPDX-License-Identifier: GPL-3.0-or-later
// VeRA (arXiv 2310.11454): one pair of frozen random matrices A, B for the whole model; a layer takes the corner that fits it and learns
// two vectors, y += b * (B (d * (A x))).
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/random_projection.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& vera_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 256, "Rank of the random matrices; far higher than a LoRA rank, for only vectors are learned.", 1),
        number_spec("vera_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
        number_spec("d_initial", 0.1, "First value of the vector between A and B.", {}, {}),
        flag_spec("init_weights", true, "Start without effect; false draws the first values at random.", true)},
       projection_specs("matrices"),
       target_specs_without_exclude(),
       {bias_spec("vera_only"), fan_in_fan_out_spec()}});
  return schema;
}

struct Projections {
  Tensor a, b;  // (r, largest in), (largest out, r)
};

class VeraLinear final : public LinearAdapter {
 public:
  VeraLinear(const Projections& shared, const Linear& layer, Tensor d, Tensor b, double dropout)
      : m_a(shared.a.narrow(1, 0, layer.in_features())),
        m_b(shared.b.narrow(0, 0, layer.out_features())),
        m_lambda_d(std::move(d)),
        m_lambda_b(std::move(b)),
        m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return inner(x) + scaled_projection(at::linear(seen, m_a) * m_lambda_d, m_b, m_lambda_b);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + at::matmul(m_b * m_lambda_b.unsqueeze(1), m_a * m_lambda_d.unsqueeze(1)), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"vera_lambda_b", m_lambda_b}, {"vera_lambda_d", m_lambda_d}}; }

 private:
  Tensor m_a, m_b;  // views into the shared matrices: loading changes those in place
  Tensor m_lambda_d, m_lambda_b;
  double m_dropout;
};

std::unique_ptr<Adapter> make_vera(CausalLm& model, const Json& config, at::Generator generator) {
  const Json usual = usual_linear_targets(model);
  const LargestLayer largest = largest_targeted_layer(model, config, usual);
  const int64_t rank = config.at("r");
  at::Generator drawn = seeded_generator(config, "projection_prng_key");
  Projections shared;
  shared.a = kaiming_uniform({rank, largest.in}, 0, drawn).to(largest.device);
  shared.b = kaiming_uniform({largest.out, rank}, 0, drawn).to(largest.device);

  const bool fresh = config.at("init_weights").get<bool>();
  const double d_initial = config.at("d_initial"), dropout = config.at("vera_dropout");
  LayerMethod method{.peft_type = "VERA"};
  method.linear = [&](Linear& layer) {
    const Tensor d = fresh ? at::full({rank}, d_initial, at::kFloat) : init::normal({rank}, 1.0, generator);
    const Tensor b = fresh ? at::zeros({layer.out_features()}) : at::ones({layer.out_features()});
    return std::make_shared<VeraLinear>(shared, layer, init::leaf(d, layer.device()), init::leaf(b, layer.device()), dropout);
  };
  if (config.at("save_projection").get<bool>()) {
    method.shared = {{"base_model.vera_A", shared.a, false}, {"base_model.vera_B", shared.b, false}};
  }
  return attach_layer_method(model, config, usual, method);
}

}  // namespace

extern const PeftMethod vera_peft_method;
const PeftMethod vera_peft_method{.peft_type = "VERA",
                                  .title = "VeRA",
                                  .summary = "Shares two frozen random matrices over all layers and learns two vectors per layer; very small files.",
                                  .family = "weights",
                                  .paper = "arXiv 2310.11454",
                                  .schema = vera_schema,
                                  .make = make_vera,
                                  .mergeable = true,
                                  .converts_to_lora = true,
                                  .quantized_base = true};

}  // namespace paretune
