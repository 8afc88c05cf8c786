// SPDX-License-Identifier: GPL-3.0-or-later
// HiRA (OpenReview TwJrTz9cRS): the change is the weight itself times a low-rank matrix, entry by entry, W * (B A).
//
// As in PEFT rank_pattern changes nothing, and fan_in_fan_out is saved as it was given.
#include "training/peft/common/effective_weight.h"
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/pattern.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& hira_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 32, "Rank of the factors: more learns more and costs more.", 1),
        number_spec("hira_dropout", 0.0, "Share of the inputs of the change that are set to zero while training; not for the embedding.", 0.0, 1.0),
        any_spec("init_weights", true, "true or gaussian: start without change. false: random first values."),
        any_spec("rank_pattern", Json::object(), "Accepted for compatibility; PEFT gives every layer the rank r all the same.")},
       target_specs(true),
       {fan_in_fan_out_spec()}});
  return schema;
}

class HiraLinear final : public LinearAdapter {
 public:
  HiraLinear(Tensor a, Tensor b, double dropout) : m_a(std::move(a)), m_b(std::move(b)), m_dropout(dropout) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return changed_linear(x, seen, base, inner, [this, &base] { return base.dense_weight() * at::matmul(m_b, m_a); });
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    return {weight + weight * at::matmul(m_b.detach(), m_a.detach()), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"hira_A", m_a}, {"hira_B", m_b}}; }

 private:
  Tensor m_a, m_b;  // (r, in), (out, r)
  double m_dropout;
};

class HiraEmbedding final : public EmbeddingTuner {
 public:
  HiraEmbedding(Tensor a, Tensor b, ParamPtr weight) : m_a(std::move(a)), m_b(std::move(b)), m_weight(std::move(weight)) {}

  // Only the rows that are read are made. They are those of the weight, whatever the model does to the embedding's output.
  Tensor forward(const Tensor& ids, const Tensor& inner_output) override {
    const Tensor rows = m_weight->rows_at(ids).detach();
    return inner_output + rows * at::matmul(at::embedding(m_a.t(), ids), m_b.t());
  }
  Tensor merged(const Tensor& weight) const override { return weight + weight * at::matmul(m_b.detach(), m_a.detach()).t(); }
  std::vector<AdapterTensor> tensors() const override { return {{"hira_embedding_A", m_a}, {"hira_embedding_B", m_b}}; }

 private:
  Tensor m_a, m_b;  // (r, vocabulary), (width, r)
  ParamPtr m_weight;
};

enum class Start { still, gaussian, random, none };  // none: null, which PEFT takes for false at linear layers only

Start start_of(const Json& init) {
  if (init == Json(true)) return Start::still;
  if (init == Json(false)) return Start::random;
  if (init.is_null()) return Start::none;
  std::string name = init.is_string() ? init.get<std::string>() : "";
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name == "gaussian") return Start::gaussian;
  fail(ErrorKind::input, "must be true, false, null or \"gaussian\", not " + init.dump(), "peft.init_weights");
}

std::unique_ptr<Adapter> make_hira(CausalLm& model, const Json& config, at::Generator generator) {
  refuse_layers_of_one_text(config);
  check_pattern(config.at("rank_pattern"), "peft.rank_pattern", true);
  const Start start = start_of(config.at("init_weights"));
  const int64_t r = config.at("r");
  LayerMethod method{.peft_type = "HIRA"};
  method.linear = [&](Linear& layer) {
    const int64_t in = layer.in_features(), out = layer.out_features();
    const bool random = start == Start::random || start == Start::none;
    const Tensor a = random                     ? init::normal({r, in}, 1.0, generator)
                     : start == Start::gaussian ? init::normal({r, in}, 1.0 / static_cast<double>(r), generator)
                                                : init::kaiming_uniform({r, in}, generator);
    const Tensor b = random ? init::normal({out, r}, 1.0, generator) : at::zeros({out, r});
    return std::make_shared<HiraLinear>(init::leaf(a, layer.device()), init::leaf(b, layer.device()), config.at("hira_dropout").get<double>());
  };
  method.embedding = [&](Embedding& layer) {
    const int64_t rows = layer.weight->base.size(0), width = layer.weight->base.size(1);
    const at::Device device = layer.weight->base.device();
    const Tensor a = start == Start::random ? init::normal({r, rows}, 1.0, generator) : at::zeros({r, rows});
    return std::make_shared<HiraEmbedding>(init::leaf(a, device), init::leaf(init::normal({width, r}, 1.0, generator), device), layer.weight);
  };
  auto adapter = attach_layer_method(model, config, usual_linear_targets(model), method);
  adapter->config["fan_in_fan_out"] = config.at("fan_in_fan_out");
  return adapter;
}

}  // namespace

extern const PeftMethod hira_peft_method;
const PeftMethod hira_peft_method{.peft_type = "HIRA",
                                  .title = "HiRA",
                                  .summary = "Scales every weight by a low-rank matrix: a high-rank change from as many numbers as LoRA has.",
                                  .family = "weights",
                                  .paper = "OpenReview TwJrTz9cRS",
                                  .schema = hira_schema,
                                  .make = make_hira,
                                  .mergeable = true,
                                  .quantized_base = true};

}  // namespace paretune
