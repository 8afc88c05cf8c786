// SPDX-License-Identifier: GPL-3.0-or-later
// PVeRA (arXiv 2512.07703): VeRA with a normal distribution between the shared matrices. A has twice the rows, and gives mean and
// log-variance; training draws from them, use and merging take the mean.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/random_projection.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& pvera_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 256, "Rank of the random matrices; far higher than a LoRA rank, for only vectors are learned.", 1),
        number_spec("pvera_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
        number_spec("d_initial", 0.1, "First value of the vector between A and B.", {}, {}),
        flag_spec("sample_at_inference", false, "Draw from the learned distribution in use too, instead of taking its mean.", true),
        whole_spec("generator_seed", nullptr, "Seed of the draws; missing = they follow the seed of the run.", {}, true),
        flag_spec("init_weights", true, "Start without effect; false draws the first values at random.", true)},
       projection_specs("matrices"),
       target_specs_without_exclude(),
       {bias_spec("pvera_only"), fan_in_fan_out_spec()}});
  return schema;
}

struct Projections {
  Tensor a, b;  // (2 r, largest in), (largest out, r)
};

// Standard normal values: from the default generator, or from one of the layer's own where the config names a seed.
class Noise {
 public:
  explicit Noise(const Json& config) {
    if (!config.at("generator_seed").is_null()) m_own = seeded_generator(config, "generator_seed");
  }

  // `again_later`: without a graph while training, so activation checkpointing will ask for the same values once more.
  Tensor draw(at::IntArrayRef shape, at::Device device, bool again_later) {
    const at::TensorOptions options(at::kFloat);
    if (!m_own.defined()) return at::randn(shape, options).to(device);  // its state is restored by who runs a block again
    const Tensor now = m_own.get_state();
    const bool second_time = !again_later && m_pending.defined();
    if (second_time) m_own.set_state(std::exchange(m_pending, Tensor()));
    else if (again_later) m_pending = now;
    const Tensor out = at::randn(shape, m_own, options).to(device);
    if (second_time) m_own.set_state(now);
    return out;
  }

 private:
  at::Generator m_own;
  Tensor m_pending;  // state before the draw that will be repeated
};

class PveraLinear final : public LinearAdapter {
 public:
  PveraLinear(const Projections& shared, const Linear& layer, Tensor d, Tensor b, const Json& config)
      : m_a(shared.a.narrow(1, 0, layer.in_features())),
        m_b(shared.b.narrow(0, 0, layer.out_features())),
        m_lambda_d(std::move(d)),
        m_lambda_b(std::move(b)),
        m_noise(config),
        m_dropout(config.at("pvera_dropout")),
        m_always_samples(config.at("sample_at_inference")) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return inner(x) + scaled_projection(between(seen, base.training), m_b, m_lambda_b);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    const Tensor mean = m_a.narrow(0, 0, rank()) * m_lambda_d.narrow(0, 0, rank()).unsqueeze(1);
    return {weight + at::matmul(m_b * m_lambda_b.unsqueeze(1), mean), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"pvera_lambda_b", m_lambda_b}, {"pvera_lambda_d", m_lambda_d}}; }

 private:
  int64_t rank() const { return m_b.size(1); }

  Tensor between(const Tensor& x, bool training) {
    if (!training && !m_always_samples) return at::linear(x, m_a.narrow(0, 0, rank())) * m_lambda_d.narrow(0, 0, rank());
    const std::vector<Tensor> halves = (at::linear(x, m_a) * m_lambda_d).chunk(2, -1);
    const Tensor noise = m_noise.draw(halves[1].sizes(), x.device(), training && !at::GradMode::is_enabled());
    return halves[0] + noise * at::exp(halves[1] * 0.5);
  }

  Tensor m_a, m_b;  // views into the shared matrices: loading changes those in place
  Tensor m_lambda_d, m_lambda_b;
  Noise m_noise;
  double m_dropout;
  bool m_always_samples;
};

std::unique_ptr<Adapter> make_pvera(CausalLm& model, const Json& config, at::Generator generator) {
  const Json usual = usual_linear_targets(model);
  const LargestLayer largest = largest_targeted_layer(model, config, usual);
  const int64_t rank = config.at("r");
  at::Generator drawn = seeded_generator(config, "projection_prng_key");
  Projections shared;
  shared.a = kaiming_uniform({2 * rank, largest.in}, 0, drawn).to(largest.device);
  shared.b = kaiming_uniform({largest.out, rank}, 0, drawn).to(largest.device);

  const bool fresh = config.at("init_weights").get<bool>();
  const double d_initial = config.at("d_initial");
  LayerMethod method{.peft_type = "PVERA"};
  method.linear = [&](Linear& layer) {
    const Tensor d = fresh ? at::full({2 * rank}, d_initial, at::kFloat) : init::normal({2 * rank}, 1.0, generator);
    const Tensor b = fresh ? at::zeros({layer.out_features()}) : at::ones({layer.out_features()});
    return std::make_shared<PveraLinear>(shared, layer, init::leaf(d, layer.device()), init::leaf(b, layer.device()), config);
  };
  if (config.at("save_projection").get<bool>()) {
    method.shared = {{"base_model.pvera_A", shared.a, false}, {"base_model.pvera_B", shared.b, false}};
  }
  return attach_layer_method(model, config, usual, method);
}

}  // namespace

extern const PeftMethod pvera_peft_method;
const PeftMethod pvera_peft_method{.peft_type = "PVERA",
                                   .title = "PVeRA",
                                   .summary = "VeRA that learns a distribution instead of fixed values and draws from it while training.",
                                   .family = "weights",
                                   .paper = "arXiv 2512.07703",
                                   .schema = pvera_schema,
                                   .make = make_pvera,
                                   .mergeable = true,
                                   .quantized_base = true};

}  // namespace paretune
