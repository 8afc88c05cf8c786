// SPDX-License-Identifier: GPL-3.0-or-later
// PSOFT (arXiv 2505.11235): turns the strongest singular directions of a weight, dW = s B (R - I) A with B A s the part of W that r
// directions hold. A and B are made from W and are not saved, so a file fits the weights it was trained with only.
#include <cmath>

#include "training/peft/common/cayley.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/thin_svd.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

ParamSpec choice_spec(const std::string& key, const std::string& value, const std::string& help, const std::vector<std::string>& choices) {
  return {.key = key, .type = ParamType::choice, .default_value = value, .help = help, .choices = choices, .advanced = true};
}

const ParamSchema& psoft_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 32, "Number of directions that are turned; at most the smaller side of the weight. 32 to 256 are usual.", 1),
        number_spec("psoft_alpha", 32, "Divides the scale of A and B, which the change multiplies again: of little effect.", {}, {}, true),
        number_spec("psoft_dropout", 0.0, "Share of the inputs of the change that are set to zero while training.", 0.0, 1.0),
        flag_spec("psoft_orth", true, "Turn only; false learns any matrix between the directions."),
        flag_spec("psoft_mag_b", true, "Learn a scale of every direction after turning."),
        flag_spec("psoft_mag_a", true, "Learn a scale of every direction before turning."),
        choice_spec("ab_svd_init", "psoft_init", "Where the singular values go: into B (psoft_init), or half into each of A and B (pissa_init).",
                    {"psoft_init", "pissa_init"}),
        choice_spec("psoft_svd", "full", "How the directions are found: exactly, or quicker by subspace iteration.", {"full", "lowrank"}),
        whole_spec("psoft_svd_lowrank_niter", 10, "Rounds of that iteration; used with psoft_svd lowrank only.", 0, true),
        whole_spec("random_seed", 0, "Seed of its random start; used with psoft_svd lowrank only.", {}, true),
        flag_spec("use_cayley_neumann", false, "Make the rotation by a short series instead of an exact solve: quicker, nearly orthogonal.", true),
        whole_spec("num_cayley_neumann_terms", 5, "Length of that series.", {}, true),
        {.key = "cayley_neumann_eps",
         .type = ParamType::number,
         .default_value = nullptr,
         .help = "Bound between 0 and 1 of what the series is made of, for stability; missing = none.",
         .advanced = true},
        flag_spec("init_weights", true, "Start without change; false draws the rotation.", true)},
       target_specs(true),
       {fan_in_fan_out_spec()}});
  return schema;
}

struct PsoftShape {
  int64_t rank = 0, terms = 5;
  double scale = 1, dropout = 0;
  bool orthogonal = true, series = false, after = true, before = true;
  std::optional<double> bound;  // of the series' skew matrix
};

PsoftShape shape_of(const Json& config) {
  PsoftShape shape;
  shape.rank = config.at("r");
  shape.scale = config.at("psoft_alpha").get<double>() / static_cast<double>(shape.rank);
  shape.dropout = config.at("psoft_dropout");
  shape.orthogonal = config.at("psoft_orth").get<bool>();
  shape.after = config.at("psoft_mag_b").get<bool>();
  shape.before = config.at("psoft_mag_a").get<bool>();
  shape.series = config.at("use_cayley_neumann").get<bool>();
  shape.terms = config.at("num_cayley_neumann_terms");
  if (!config.at("cayley_neumann_eps").is_null()) shape.bound = config.at("cayley_neumann_eps").get<double>();
  if (shape.series && shape.terms <= 0) {
    fail(ErrorKind::input, "must be 1 or more, not " + std::to_string(shape.terms), "peft.num_cayley_neumann_terms");
  }
  if (shape.series && shape.bound && !(*shape.bound > 0 && *shape.bound < 1)) {
    fail(ErrorKind::input, "must be between 0 and 1, not " + config.at("cayley_neumann_eps").dump(), "peft.cayley_neumann_eps");
  }
  if (shape.scale == 0) {
    fail(ErrorKind::input, "must not be 0: A and B are divided by it", "peft.psoft_alpha", "Use 32, or any other number.");
  }
  return shape;
}

// R (rank, rank): a rotation or any matrix, its rows and columns scaled.
class Turn {
 public:
  Turn(const PsoftShape& shape, bool still, at::Device device, at::Generator& generator) : m_shape(shape) {
    const int64_t r = shape.rank;
    if (shape.orthogonal) {
      const std::vector<int64_t> sizes{r * (r - 1) / 2};
      m_weight = init::leaf(still ? at::zeros(sizes) : init::normal(sizes, 0.1, generator), device);
      m_places = upper_places(r, device);
    } else {
      m_weight = init::leaf(still ? at::eye(r) : at::eye(r) + init::normal({r, r}, 0.1, generator), device);
    }
    if (shape.after) m_after = init::leaf(at::ones({r}), device);
    if (shape.before) m_before = init::leaf(at::ones({r}), device);
  }

  Tensor matrix() const {
    Tensor r = m_shape.orthogonal ? rotation() : m_weight;
    if (m_after.defined()) r = r * m_after.unsqueeze(1);
    return m_before.defined() ? r * m_before : r;
  }
  // R - I.
  Tensor change() const { return matrix() - at::eye(m_shape.rank, m_weight.options()); }

  std::vector<AdapterTensor> tensors() const {
    std::vector<AdapterTensor> out = {{"psoft_R.weight", m_weight}};
    if (m_after.defined()) out.push_back({"psoft_R.vector_b", m_after});
    if (m_before.defined()) out.push_back({"psoft_R.vector_a", m_before});
    return out;
  }

 private:
  Tensor rotation() const {
    Tensor q = skew_of_upper(m_weight.unsqueeze(0), m_places, m_shape.rank).squeeze(0);
    if (!m_shape.series) return cayley(-q);
    if (m_shape.bound) {
      const Tensor length = at::linalg_vector_norm(q);
      q = q * at::where(length > *m_shape.bound, *m_shape.bound / (length + 1e-12), at::ones_like(length));
    }
    return cayley_series(q, m_shape.terms);
  }

  PsoftShape m_shape;
  Tensor m_weight, m_after, m_before, m_places;
};

class PsoftLinear final : public LinearAdapter {
 public:
  // a (rank, in); b (out, rank), its scale included.
  PsoftLinear(Tensor a, Tensor b, Turn turn, double dropout) : m_a(std::move(a)), m_b(std::move(b)), m_turn(std::move(turn)), m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor dropped = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return inner(x) + at::linear(at::linear(at::linear(dropped, m_a), m_turn.change()), m_b);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {at::addmm(weight, at::matmul(m_b, m_turn.change()), m_a), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return m_turn.tensors(); }

 private:
  Tensor m_a, m_b;
  Turn m_turn;
  double m_dropout;
};

// A and B of a weight (out, in), B times the scale.
std::pair<Tensor, Tensor> principal_part(const Tensor& weight, const PsoftShape& shape, const Json& config) {
  at::NoGradGuard no_grad;
  const int64_t r = shape.rank;
  LowrankSvd svd;
  if (config.at("psoft_svd") == Json("lowrank") && !stands_for_shape(weight)) {
    svd = lowrank_svd(weight, r, config.at("psoft_svd_lowrank_niter"), seeded_generator(config.at("random_seed").get<uint64_t>(), weight.device()));
  } else {
    svd = thin_svd(weight, r);
  }
  const Tensor values = svd.s / shape.scale;
  if (config.at("ab_svd_init") == Json("psoft_init")) return {svd.vh.contiguous(), svd.u * values * shape.scale};
  const Tensor root = values.sqrt();
  return {(root.unsqueeze(1) * svd.vh).contiguous(), svd.u * root * shape.scale};
}

std::unique_ptr<Adapter> make_psoft(CausalLm& model, const Json& config, at::Generator generator) {
  refuse_layers_of_one_text(config);
  const PsoftShape shape = shape_of(config);
  LayerMethod method{.peft_type = "PSOFT"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "PSOFT");
    const int64_t most = std::min(layer.in_features(), layer.out_features());
    if (shape.rank > most) {
      fail(ErrorKind::input, "is " + std::to_string(shape.rank) + ", but \"" + layer.name + "\" has " + std::to_string(most) + " directions only", "peft.r",
           "Use a smaller r, or target larger layers.");
    }
    const auto [a, b] = principal_part(layer.dense_weight().to(at::kFloat), shape, config);
    return std::make_shared<PsoftLinear>(a, b, Turn(shape, config.at("init_weights").get<bool>(), layer.device(), generator), shape.dropout);
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod psoft_peft_method;
const PeftMethod psoft_peft_method{.peft_type = "PSOFT",
                                   .title = "PSOFT",
                                   .summary = "Turns the strongest directions of each weight among themselves; few numbers, keeps what the model knows well.",
                                   .family = "weights",
                                   .paper = "arXiv 2505.11235",
                                   .schema = psoft_schema,
                                   .make = make_psoft,
                                   .mergeable = true,
                                   .converts_to_lora = true,
                                   .quantized_base = true};

}  // namespace paretune
