// SPDX-License-Identifier: GPL-3.0-or-later
// AdaMSS (OpenReview 8ZdWmpYxT0): the rows of a weight in clusters by their left singular vectors, each cluster C with a change
// dW[C] = B A V^T, V the weight's strongest right singular vectors (with a bias, those of [W | bias], and the bias changes too).
// V is saved, but not which rows form the clusters: they are found again from the base weights.
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"
#include "training/peft/methods/adamss_parts/subspace_allocator.h"

namespace paretune {
namespace {

const ParamSchema& adamss_schema() {
  static const ParamSchema schema = make_schema(
      {{whole_spec("r", 100, "Number of the weight's strongest directions that the change reads; 50 to 500 are usual.", 1),
        whole_spec("num_subspaces", 5, "Number of clusters of the rows of each weight; 3 to 10 are usual.", 1),
        whole_spec("subspace_rank", 1, "Rank of the change of each cluster; 1 to 4 are usual.", 0),
        flag_spec("use_dynamic_rank", false, "Lower the rank of clusters whose rows are much alike.", true),
        number_spec("svd_threshold", 0.1, "With use_dynamic_rank: share of the largest singular value below which one does not count.", {}, {}, true),
        flag_spec("use_asa", false, "Stop training clusters of little importance, one after the other."),
        whole_spec("asa_target_subspaces", 50, "With use_asa: clusters of all layers together that are left at the end.", {}),
        whole_spec("init_warmup", 50, "With use_asa: steps at the start in which all clusters are trained.", {}),
        whole_spec("final_warmup", 1000, "With use_asa: step from which no more clusters stop.", {}),
        whole_spec("mask_interval", 100, "With use_asa: steps between two rounds of stopping.", {}),
        number_spec("asa_importance_beta", 0.85, "With use_asa: how slowly the importance of a cluster follows the last steps.", {}, {}, true),
        number_spec("asa_uncertainty_beta", 0.85, "With use_asa: how slowly the spread of that importance follows the last steps.", {}, {}, true),
        number_spec("asa_schedule_exponent", 3.0, "With use_asa: 1 stops clusters evenly, more stops most of them early.", {}, {}, true),
        any_spec("init_weights", "orthogonal", "\"orthogonal\" starts without a change; null draws small random values for B."),
        whole_spec("random_seed", 0, "Seed with which the strongest directions are found.", {}, true)},
       specs_without(target_specs(true), "exclude_modules")});
  return schema;
}

void check(Json& config) {
  Json& init = config.at("init_weights");
  if (init == Json(false)) init = nullptr;
  if (!init.is_null() && init != Json("orthogonal")) {
    fail(ErrorKind::input, init.dump() + " is not a way to start AdaMSS", "peft.init_weights", "Give \"orthogonal\" or null.");
  }
  if (!config.at("use_asa").get<bool>()) return;
  for (const char* key : {"mask_interval", "asa_target_subspaces", "asa_schedule_exponent"}) {
    if (config.at(key).get<double>() <= 0) fail(ErrorKind::input, "must be above 0 with use_asa", std::string("peft.") + key);
  }
  if (config.at("init_warmup").get<int64_t>() >= config.at("final_warmup").get<int64_t>()) {
    fail(ErrorKind::input, "must be below final_warmup with use_asa", "peft.init_warmup", "Clusters stop being trained between the two.");
  }
}

class AdamssLinear final : public LinearAdapter {
 public:
  explicit AdamssLinear(std::shared_ptr<Subspaces> subspaces) : m_subspaces(std::move(subspaces)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const auto [b, a] = m_subspaces->factors();
    const int64_t in = base.in_features();
    if (!base.bias) return low_rank_linear(x, x, base, this, inner, a, b);
    return low_rank_linear(x, x, base, this, inner, a.narrow(1, 0, in), b) + at::mv(b, a.select(1, in)).to(x.scalar_type());
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override {
    at::NoGradGuard no_grad;
    const auto [b, a] = m_subspaces->factors();
    const Tensor change = at::matmul(b, a);
    const int64_t in = base.in_features();
    return {weight + change.narrow(1, 0, in), bias.defined() ? bias + change.select(1, in) : bias};
  }
  std::vector<AdapterTensor> tensors() const override {
    std::vector<AdapterTensor> out;
    for (std::size_t k = 0; k < m_subspaces->a.size(); ++k) out.push_back({"adamss_A." + std::to_string(k), m_subspaces->a[k]});
    for (std::size_t k = 0; k < m_subspaces->b.size(); ++k) out.push_back({"adamss_B." + std::to_string(k), m_subspaces->b[k]});
    out.push_back({"adamss_newB", m_subspaces->basis, false});
    return out;
  }

 private:
  std::shared_ptr<Subspaces> m_subspaces;
};

// What the hooks of one adapter look at.
struct AdamssState {
  std::vector<std::pair<Linear*, std::shared_ptr<Subspaces>>> layers;
  std::unique_ptr<SubspaceAllocator> allocator;  // null without use_asa
};

// Checkpoints keep the rows, which the adapter's file does not.
void add_hooks(LayerMethod& method, const std::shared_ptr<AdamssState>& state) {
  method.before_load = [state](const std::map<std::string, Tensor>& tensors) {
    for (const auto& [layer, subspaces] : state->layers) subspaces->prepare_for(*layer, tensors);
  };
  method.on_step = [state](int64_t step, int64_t total_steps) {
    if (state->allocator) state->allocator->after_step(step - 1, step >= total_steps);
  };
  method.step_state = [state] {
    NamedTensors out = state->allocator ? state->allocator->state() : NamedTensors();
    for (const auto& [layer, subspaces] : state->layers) out.emplace_back(subspaces->module + ".rows", subspaces->rows());
    return out;
  };
  method.set_step_state = [state](const std::map<std::string, Tensor>& stored) {
    for (const auto& [layer, subspaces] : state->layers) {
      const auto found = stored.find(subspaces->module + ".rows");
      if (found == stored.end()) continue;
      if (found->second.sizes() != subspaces->rows().sizes()) fail(ErrorKind::io, "tensor \"" + found->first + "\" has another shape");
      subspaces->set_rows(found->second);
    }
    if (state->allocator) state->allocator->set_state(stored);
  };
}

std::unique_ptr<Adapter> make_adamss(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check(config);
  const SubspaceOptions options{.rank = config.at("r"),
                                .subspaces = config.at("num_subspaces"),
                                .subspace_rank = config.at("subspace_rank"),
                                .still = !config.at("init_weights").is_null(),
                                .dynamic_ranks = config.at("use_dynamic_rank"),
                                .threshold = config.at("svd_threshold"),
                                .seed = static_cast<uint64_t>(config.at("random_seed").get<int64_t>())};
  const SubspaceSchedule schedule{.target = config.at("asa_target_subspaces"),
                                  .first_step = config.at("init_warmup"),
                                  .last_step = config.at("final_warmup"),
                                  .interval = config.at("mask_interval"),
                                  .importance_beta = config.at("asa_importance_beta"),
                                  .uncertainty_beta = config.at("asa_uncertainty_beta"),
                                  .exponent = config.at("asa_schedule_exponent"),
                                  .others = !config.at("modules_to_save").empty()};
  auto state = std::make_shared<AdamssState>();
  LayerMethod method{.peft_type = "ADAMSS"};
  method.linear = [&](Linear& layer) {
    refuse_conv1d(layer, "AdaMSS");
    auto subspaces = std::make_shared<Subspaces>(layer, options, generator);
    state->layers.emplace_back(&layer, subspaces);
    return std::make_shared<AdamssLinear>(std::move(subspaces));
  };
  add_hooks(method, state);
  auto adapter = attach_layer_method(model, config, usual_linear_targets(model), method);
  if (config.at("use_asa").get<bool>()) {
    std::vector<std::shared_ptr<Subspaces>> all;
    for (const auto& [layer, subspaces] : state->layers) all.push_back(subspaces);
    state->allocator = std::make_unique<SubspaceAllocator>(std::move(all), schedule);
  }
  return adapter;
}

}  // namespace

extern const PeftMethod adamss_peft_method;
const PeftMethod adamss_peft_method{.peft_type = "ADAMSS",
                                    .title = "AdaMSS",
                                    .summary = "Splits the rows of each weight into clusters and learns a very small change for each.",
                                    .family = "weights",
                                    .paper = "OpenReview 8ZdWmpYxT0",
                                    .schema = adamss_schema,
                                    .make = make_adamss,
                                    .mergeable = true,
                                    .quantized_base = true};

}  // namespace paretune
