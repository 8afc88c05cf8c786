// SPDX-License-Identifier: GPL-3.0-or-later
// RandLoRA (arXiv 2502.00987): a change of full rank as a sum of frozen random low-rank matrices, each scaled by learned diagonals.
//
// As in PEFT the rows of the scaled A run over (rank, basis) and the columns of B over (basis, rank), so a row does not meet the column of
// its own basis; and with save_projection the file repeats both matrices under every layer.
#include <cmath>

#include "training/peft/common/effective_weight.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/random_projection.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& randlora_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 32, "Rank of one random matrix; a smaller one means more of them, so more is learned.", 1),
        whole_spec("randlora_alpha", 640, "Strength: the change is multiplied by randlora_alpha / r; about 20 r is usual.", {}),
        number_spec("randlora_dropout", 0.0, "Share of the inputs of the change that are set to zero while training.", 0.0, 1.0),
        flag_spec("sparse", false, "Random matrices of -1, 0 and 1 with two thirds zeros."),
        flag_spec("very_sparse", false, "The same with far more zeros; goes before sparse.", true),
        flag_spec("init_weights", true, "Start without effect; false draws the first values at random.", true)},
       projection_specs("matrices"),
       target_specs_without_exclude(),
       {bias_spec("randlora_only"), fan_in_fan_out_spec()}});
  return schema;
}

struct Bases {
  Tensor a, b;  // (r, 1, smaller), (larger, bases, r)
};

int64_t bases_for(int64_t features, int64_t rank) { return (features + rank - 1) / rank; }

// Ternary values from even ones, over their deviation.
Tensor ternary(at::IntArrayRef shape, double sparsity, at::Generator& generator) {
  const Tensor drawn = at::rand(shape, generator, at::TensorOptions(at::kFloat));
  Tensor out = at::zeros(shape).masked_fill_(drawn < 1 / (2 * sparsity), -1).masked_fill_(drawn > 1 - 1 / (2 * sparsity), 1);
  return out / out.std();
}

Bases draw_bases(const Json& config, int64_t rank, const LargestLayer& largest) {
  const int64_t smaller = std::min(largest.in, largest.out), larger = std::max(largest.in, largest.out), bases = bases_for(smaller, rank);
  at::Generator generator = seeded_generator(config, "projection_prng_key");
  const bool very_sparse = config.at("very_sparse").get<bool>();
  if (very_sparse || config.at("sparse").get<bool>()) {
    const double sparsity = very_sparse ? std::sqrt(static_cast<double>(smaller)) : 3;
    const Tensor a = ternary({rank, 1, smaller}, sparsity, generator);
    return {a, ternary({larger, bases, rank}, sparsity, generator)};
  }
  // PEFT draws and normalises in bfloat16: eight random bits per value.
  const double slope = std::sqrt(5.0);
  const Tensor a = kaiming_uniform({rank, 1, smaller}, slope, generator, at::kBFloat16);
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < bases; ++i) parts.push_back(kaiming_uniform({larger, 1, rank}, slope, generator, at::kBFloat16));
  const Tensor b = at::cat(parts, 1);
  return {(a / a.std()).to(at::kFloat), (b / b.std()).to(at::kFloat)};
}

class RandLoraLinear final : public LinearAdapter {
 public:
  RandLoraLinear(Bases shared, const Linear& layer, Tensor lambda, Tensor gamma, const Json& config)
      : m_shared(std::move(shared)),
        m_lambda(std::move(lambda)),
        m_gamma(std::move(gamma)),
        m_in(layer.in_features()),
        m_out(layer.out_features()),
        m_scale(config.at("randlora_alpha").get<double>() / config.at("r").get<double>()),
        m_dropout(config.at("randlora_dropout")),
        m_saves_bases(config.at("save_projection")) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    if (seen.is_same(x) && dense_is_cheaper(x.size(0))) return changed_linear(x, x, base, inner, [this] { return delta(); });
    const Tensor low = effective_linear(seen, {}, [this] { return down(); });
    return inner(x) + effective_linear(low, {}, [this] { return up(); });
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + delta(), bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out = {{"randlora_lambda", m_lambda}, {"randlora_gamma", m_gamma}};
    if (m_saves_bases) {
      out.push_back({"randlora_A", m_shared.a, false});
      out.push_back({"randlora_B", m_shared.b, false});
    }
    return out;
  }

 private:
  bool down_is_scaled() const { return m_in <= m_out; }

  // (r bases, smaller), the strength included.
  Tensor scaled() const {
    const Tensor a = m_shared.a.narrow(2, 0, m_gamma.size(1));
    return ((m_lambda * m_scale).unsqueeze(2) * a * m_gamma.unsqueeze(0)).flatten(0, 1);
  }
  // (larger, bases r).
  Tensor frozen() const { return m_shared.b.narrow(0, 0, std::max(m_in, m_out)).narrow(1, 0, m_gamma.size(0)).flatten(1); }
  Tensor down() const { return down_is_scaled() ? scaled() : frozen().t(); }
  Tensor up() const { return down_is_scaled() ? frozen() : scaled().t(); }
  Tensor delta() const { return at::matmul(up(), down()); }

  // Multiplications of a step: base, change and their gradients through one dense weight, against two products beside the base.
  bool dense_is_cheaper(int64_t rows) const {
    const double n = static_cast<double>(rows), small = static_cast<double>(std::min(m_in, m_out)), large = static_cast<double>(std::max(m_in, m_out));
    if (!at::GradMode::is_enabled()) return small * large < n * (small + large);
    return 3 * small * large < n * (3 * small + large);
  }

  Bases m_shared;
  Tensor m_lambda, m_gamma;  // (r, bases), (bases, smaller)
  int64_t m_in, m_out;
  double m_scale, m_dropout;
  bool m_saves_bases;
};

std::unique_ptr<Adapter> make_randlora(CausalLm& model, const Json& config, at::Generator generator) {
  const Json usual = usual_linear_targets(model);
  const LargestLayer largest = largest_targeted_layer(model, config, usual);
  const int64_t rank = config.at("r");
  Bases shared = draw_bases(config, rank, largest);
  shared.a = shared.a.to(largest.device);
  shared.b = shared.b.to(largest.device);

  const bool fresh = config.at("init_weights").get<bool>();
  LayerMethod method{.peft_type = "RANDLORA"};
  method.linear = [&](Linear& layer) {
    const int64_t smaller = std::min(layer.in_features(), layer.out_features()), larger = std::max(layer.in_features(), layer.out_features());
    const int64_t bases = bases_for(smaller, rank);
    const Tensor lambda = fresh ? at::zeros({rank, bases}) : init::normal({rank, bases}, 1.0, generator);
    const double gamma = 1.0 / static_cast<double>(fresh ? std::max(bases, smaller) : larger);
    return std::make_shared<RandLoraLinear>(shared, layer, init::leaf(lambda, layer.device()),
                                            init::leaf(at::full({bases, smaller}, gamma, at::kFloat), layer.device()), config);
  };
  if (config.at("save_projection").get<bool>()) {
    method.shared = {{"base_model.randlora_A", shared.a, false}, {"base_model.randlora_B", shared.b, false}};
  }
  return attach_layer_method(model, config, usual, method);
}

}  // namespace

extern const PeftMethod randlora_peft_method;
const PeftMethod randlora_peft_method{.peft_type = "RANDLORA",
                                      .title = "RandLoRA",
                                      .summary = "Learns full-rank changes as scaled sums of frozen random matrices; few trained numbers, slower steps.",
                                      .family = "weights",
                                      .paper = "arXiv 2502.00987",
                                      .schema = randlora_schema,
                                      .make = make_randlora,
                                      .mergeable = true,
                                      .converts_to_lora = true,
                                      .quantized_base = true};

}  // namespace paretune
