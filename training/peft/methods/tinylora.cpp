// SPDX-License-Identifier: GPL-3.0-or-later
// TinyLoRA (arXiv 2602.04118): between the largest singular directions of a frozen weight stands a small matrix R, a sum of fixed random
// matrices weighted by a tiny learned vector, which several layers may share.
#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/random_projection.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/targets.h"
#include "training/peft/common/thin_svd.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& tinylora_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 2, "How many singular directions of each weight are used.", 1),
        whole_spec("u", 64, "Length of a learned vector; as low as 1 can do.", 1),
        number_spec("weight_tying", 0.0, "How far layers share one vector: 0 = each has its own, 1 = one for all.", 0.0, 1.0),
        number_spec("tinylora_dropout", 0.0, "Share of the inputs of the change that are set to zero while training.", 0.0, 1.0),
        any_spec("init_weights", true,
                 "First values of the vectors: true = zeros, so without effect; \"uniform\" = within init_v_bound; false = left open, here zeros."),
        number_spec("init_v_bound", 0.02, "Bound of the first values where init_weights is \"uniform\".", 0.0, {}, true),
        whole_spec("projection_seed", 42, "Seed of the random matrices.", {}, true),
        flag_spec("save_projection", true, "Save the random matrices with the adapter; false draws them again from the seed.", true)},
       target_specs_without_exclude(),
       {bias_spec("tinylora_only"), fan_in_fan_out_spec()}});
  return schema;
}

// What stands still in one layer, and the vector.
struct Core {
  Tensor a, b, p, v;  // (r, columns), (rows, r), (u, r, r), (u); a and b of the weight (rows, columns)
  double dropout = 0;
  bool saves_p = true;

  Tensor r() const { return at::matmul(v, p.flatten(1)).view({p.size(1), p.size(2)}); }
  Tensor delta() const {
    at::NoGradGuard no_grad;
    return at::matmul(at::matmul(b, r()), a);
  }
  std::vector<AdapterTensor> tensors() const {
    std::vector<AdapterTensor> out = {{"tinylora_A", a, false}, {"tinylora_B", b, false}};
    if (saves_p) out.push_back({"tinylora_P", p, false});
    return out;
  }
};

class TinyLoraLinear final : public LinearAdapter {
 public:
  explicit TinyLoraLinear(Core core) : m_core(std::move(core)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_core.dropout > 0 && base.training ? at::dropout(x, m_core.dropout, true) : x;
    return inner(x) + at::linear(at::linear(at::linear(seen, m_core.a), m_core.r()), m_core.b);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override { return {weight + m_core.delta(), bias}; }
  std::vector<AdapterTensor> tensors() const override { return m_core.tensors(); }

 private:
  Core m_core;
};

class TinyLoraEmbedding final : public EmbeddingTuner {
 public:
  // `any_layer` knows whether the model is training.
  TinyLoraEmbedding(Core core, const Linear& any_layer) : m_core(std::move(core)), m_any_layer(any_layer) {}
  Tensor forward(const Tensor& ids, const Tensor& inner_output) override {
    Tensor rows = at::embedding(m_core.b, ids);
    if (m_core.dropout > 0 && m_any_layer.training) rows = at::dropout(rows, m_core.dropout, true);
    return inner_output + at::matmul(at::matmul(rows, m_core.r()), m_core.a);
  }
  Tensor merged(const Tensor& weight) const override { return weight + m_core.delta(); }
  std::vector<AdapterTensor> tensors() const override { return m_core.tensors(); }

 private:
  Core m_core;
  const Linear& m_any_layer;
};

// Makes the cores in the order of the targets, which numbers them, and the vectors they share.
class Cores {
 public:
  Cores(const Json& config, int64_t targets, at::Generator& generator) : m_config(config), m_generator(generator) {
    const Json& init = config.at("init_weights");
    if (!init.is_boolean() && init != Json("uniform")) {
      fail(ErrorKind::input, "is " + init.dump(), "peft.init_weights", "Write true, false or \"uniform\".");
    }
    // Python rounds halves to even, as nearbyint does.
    const double wanted = std::nearbyint(static_cast<double>(targets) * (1.0 - config.at("weight_tying").get<double>()));
    m_groups = std::max<int64_t>(1, static_cast<int64_t>(wanted));
    m_group_size = std::max<int64_t>(1, targets / m_groups);
  }

  Core next(const Tensor& weight) {
    const int64_t rank = std::min({m_config.at("r").get<int64_t>(), weight.size(0), weight.size(1)});
    const auto [u, s, vh] = thin_svd(weight.to(at::kFloat), rank);
    const Tensor root = s.sqrt();
    Core core;
    core.a = (root.unsqueeze(1) * vh).contiguous();
    core.b = (u * root.unsqueeze(0)).contiguous();
    core.p = projection(rank).to(weight.device());
    core.v = vector(std::min(m_next / m_group_size, m_groups - 1), weight.device());
    core.dropout = m_config.at("tinylora_dropout");
    core.saves_p = m_config.at("save_projection").get<bool>();
    ++m_next;
    return core;
  }

  std::vector<AdapterTensor> shared() const {
    std::vector<AdapterTensor> out;
    for (const auto& [group, v] : m_vectors) out.push_back({"base_model.tinylora_v." + std::to_string(group), v});
    return out;
  }

 private:
  Tensor projection(int64_t rank) const {
    Json seed = m_config;
    seed["projection_seed"] = m_config.at("projection_seed").get<int64_t>() + m_next;
    const double deviation = 1.0 / std::sqrt(static_cast<double>(rank));
    return at::normal(0.0, deviation, {m_config.at("u").get<int64_t>(), rank, rank}, seeded_generator(seed, "projection_seed"));
  }
  const Tensor& vector(int64_t group, at::Device device) {
    Tensor& v = m_vectors[group];
    if (v.defined()) return v;
    const int64_t length = m_config.at("u");
    const bool uniform = m_config.at("init_weights") == Json("uniform");
    return v = init::leaf(uniform ? init::uniform({length}, m_config.at("init_v_bound"), m_generator) : at::zeros({length}), device);
  }

  const Json& m_config;
  at::Generator& m_generator;
  int64_t m_groups = 1, m_group_size = 1, m_next = 0;
  std::map<int64_t, Tensor> m_vectors;
};

std::unique_ptr<Adapter> make_tinylora(CausalLm& model, const Json& config, at::Generator generator) {
  const Json usual = usual_linear_targets(model);
  Json scratch = config;
  std::vector<ModelModule> targets = find_targets(model, scratch, usual);
  std::erase_if(targets, [](const ModelModule& target) { return !target.linear && !target.embedding; });
  Cores maker(config, static_cast<int64_t>(targets.size()), generator);
  std::map<std::string, Core> cores;
  for (const auto& target : targets) {
    cores.emplace(target.name, maker.next((target.linear ? target.linear->weight : target.embedding->weight)->dense_value()));
  }
  LayerMethod method{.peft_type = "TINYLORA"};
  method.linear = [&](Linear& layer) { return std::make_shared<TinyLoraLinear>(std::move(cores.at(layer.name))); };
  method.embedding = [&](Embedding& layer) { return std::make_shared<TinyLoraEmbedding>(std::move(cores.at(layer.name)), model.head()); };
  method.shared = maker.shared();
  return attach_layer_method(model, config, usual, method);
}

}  // namespace

extern const PeftMethod tinylora_peft_method;
const PeftMethod tinylora_peft_method{.peft_type = "TINYLORA",
                                      .title = "TinyLoRA",
                                      .summary = "Learns a tiny vector between the main directions of frozen weights; smallest of all, learns little.",
                                      .family = "weights",
                                      .paper = "arXiv 2602.04118",
                                      .schema = tinylora_schema,
                                      .make = make_tinylora,
                                      .mergeable = true,
                                      .converts_to_lora = true,
                                      .quantized_base = true};

}  // namespace paretune
