// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA (arXiv 2106.09685) with rsLoRA (2312.03732), DoRA (2402.09353), PiSSA (2404.02948), OLoRA (2406.01775) and the variants of
// lora_parts/lora_variants.h.
//
// PiSSA, OLoRA, CorDA and LoRA-GA move a part of the base weight into the factors, LoftQ and KaSA drop a part of it. As in PEFT the base
// keeps what is left for as long as the adapter lives, so a disabled adapter shows that model, and the saved factors fit only a base that
// is split the same way: loading splits again before it puts in the saved values.
#include "training/models/load_model.h"
#include "training/peft/common/init.h"
#include "training/peft/common/usual_targets.h"
#include "training/peft/methods/lora_parts/arrow.h"
#include "training/peft/methods/lora_parts/first_values.h"
#include "training/peft/methods/lora_parts/initial_factors.h"
#include "training/peft/methods/lora_parts/joined_adapter.h"
#include "training/peft/methods/lora_parts/layer_replication.h"
#include "training/peft/methods/lora_parts/lora_config.h"
#include "training/peft/methods/lora_parts/lora_variants.h"
#include "training/peft/methods/lora_parts/target_parameters.h"
#include "training/peft/methods/lora_parts/weight_tying.h"

namespace paretune {
namespace {

// Row norms of W + scale B A, W (out, in): DoRA's first magnitudes.
Tensor first_magnitude(const Tensor& weight, const LoraFactors& f) {
  return init::leaf(at::norm(weight + at::matmul(f.b.detach(), f.a.detach()) * f.scale, 2, 1), weight.device());
}

// The sum of the layers' penalties; of MonteCLoRA's their mean.
Tensor penalty_of(const std::vector<LoraLayer>& layers, bool mean) {
  Tensor sum;
  for (const auto& layer : layers) {
    if (const Tensor term = layer->penalty(); term.defined()) sum = sum.defined() ? sum + term : term;
  }
  return sum.defined() && mean ? sum / static_cast<double>(layers.size()) : sum;
}

// The factors of a head tied to the embedding: the embedding's own, turned round, with the first values of a linear layer (PEFT). Each of
// the two has gradients of its own, an optimiser moves the values by both.
LoraFactors tied_head_factors(const LoraFactors& embedding, const Json& init, const LoraShape& shape, at::Generator& generator) {
  if (!init.is_boolean() && init != Json("gaussian")) {
    fail(ErrorKind::unsupported, "cannot be combined with init_lora_weights " + init.dump() + " on embeddings", "peft.ensure_weight_tying", "Use true, false or gaussian.");
  }
  LoraFactors f;
  f.a = embedding.b.detach().t();
  f.b = embedding.a.detach().t();
  if (init != Json(false)) {
    const bool normal = init == Json("gaussian");
    f.a.copy_(normal ? init::normal(f.a.sizes(), 1.0 / static_cast<double>(f.a.size(0)), generator) : init::kaiming_uniform(f.a.sizes(), generator));
    f.b.zero_();
  }
  f.a.requires_grad_(true);
  f.b.requires_grad_(true);
  f.scale = shape.scale;
  return f;
}

// The adapter of one LoRA config: its layers, and beside them what other keys train.
class LoraMaker {
 public:
  LoraMaker(CausalLm& model, const Json& completed, LoraVariant variant, at::Generator& generator)
      : m_model(model), m_config(completed), m_variant(variant), m_generator(generator), m_usual(usual_linear_targets(model)),
        m_tying(take_weight_tying(model, m_config)), m_first(model, m_config, m_usual), m_init(m_config.at("init_lora_weights")) {}

  std::unique_ptr<Adapter> make() {
    const Json& chosen = m_config.at("target_modules");
    const bool layers = !(chosen.is_array() && chosen.empty() && !text_list(m_config.at("target_parameters")).empty());
    std::vector<ModelModule> targets;
    if (layers) {
      Json found = m_config;
      targets = find_targets(m_model, found, m_usual);
    }
    const auto parameters = find_target_parameters(m_model, m_config, targets);
    if (layers) add(attach_layer_method(m_model, m_config, m_usual, layer_method()));
    if (!parameters.empty()) add_parameters(parameters, layers);
    if (m_tying.targets) add_tied_head();
    if (m_tying.saved) add(train_tied_weight(m_model, m_config));
    add(train_tokens(m_model, m_config, m_generator));
    auto adapter = m_made.size() == 1 ? std::move(m_made.front()) : std::make_unique<JoinedAdapter>(std::move(m_made));
    if (!layers) adapter->config["target_modules"] = Json::array();
    if (m_tying.saved) adapter->config["modules_to_save"] = m_tying.config.at("modules_to_save");
    return m_first.keep() ? with_initial_factors(std::move(adapter)) : std::move(adapter);
  }

 private:
  void add(std::unique_ptr<Adapter> adapter) {
    if (adapter) m_made.push_back(std::move(adapter));
  }

  LayerMethod layer_method() {
    LayerMethod method{.peft_type = "LORA"};
    if (m_variant == LoraVariant::alora) {
      method.mixture = m_invocations = std::make_shared<Invocations>(m_config.at("alora_invocation_tokens").get<std::vector<int64_t>>());
      method.mergeable = false;
      method.merge_refusal = "aLoRA cannot be merged: it is on for a part of the tokens only";
    }
    if (m_config.at("use_qalora") == Json(true) && is_quantized(m_model)) {
      method.mergeable = false;
      method.merge_refusal = "QA-LoRA is not merged, in PEFT neither";
    }
    if (m_model.repeats_blocks()) {
      method.mergeable = false;
      method.merge_refusal = "layers that come several times share one weight, so their changes cannot be merged into it";
    }
    const auto layers = std::make_shared<std::vector<LoraLayer>>();
    if (m_variant == LoraVariant::kasa || m_variant == LoraVariant::monteclora) {
      method.extra_loss = [layers, mean = m_variant == LoraVariant::monteclora] { return penalty_of(*layers, mean); };
    }
    if (m_init == Json("eva")) {
      // Where PEFT shortens the list of targets, it names layers too to which EVA gave no rank; it loads them as layers that do nothing.
      method.before_load = [layers, names = m_names](const std::map<std::string, Tensor>& tensors) {
        for (std::size_t i = 0; i < layers->size(); ++i) {
          if (!tensors.count(peft_prefix((*names)[i]) + "lora_A.weight")) (*layers)[i]->leave_out();
        }
      };
    }
    method.linear = [this, layers](Linear& layer) {
      const Tensor weight = layer.dense_weight();
      m_names->push_back(layer.name);
      layers->push_back(around(layer, weight, m_first.of(m_config, layer, weight, m_generator)));
      return layers->back();
    };
    method.embedding = [this](Embedding& layer) { return around(layer); };
    if (m_tying.targets) method.skips = [this](const ModelModule& module) { return module.linear == &m_model.head(); };  // it follows
    return method;
  }

  LoraLayer around(Linear& layer, const Tensor& weight, LoraFactors f) {
    f.dropout = m_config.at("lora_dropout");
    switch (m_variant) {
      case LoraVariant::kasa:
        return make_kasa(std::move(f), layer, weight, m_config.at("kasa_config"), m_generator);
      case LoraVariant::bdlora:
        return make_bdlora(std::move(f), layer, m_config.at("use_bdlora"), m_generator);
      case LoraVariant::velora:
        return make_velora(std::move(f), layer, m_config.at("velora_config"), m_generator);
      case LoraVariant::monteclora:
        return make_monteclora(std::move(f), layer, m_config.at("monteclora_config"), m_generator);
      case LoraVariant::alora:
        return make_alora(std::move(f), m_invocations);
      case LoraVariant::dora:
        f.magnitude = first_magnitude(f.residual.defined() ? f.residual : weight, f);
        break;
      case LoraVariant::plain:
        if (m_config.at("use_qalora") == Json(true) && layer.weight->packed && !layer.weight->packed->exact()) {
          return make_qalora(std::move(f), layer, m_config.at("qalora_group_size"), m_generator);
        }
        break;
      case LoraVariant::mica:
      case LoraVariant::arrow:
        break;
    }
    return std::make_shared<LoraLinear>(std::move(f));
  }

  std::shared_ptr<EmbeddingTuner> around(Embedding& layer) {
    const LoraShape shape = shape_of(m_config, layer.name);
    if (shape.bias) fail(ErrorKind::input, "cannot be used on the embedding \"" + layer.name + "\"", "peft.lora_bias");
    if (m_variant != LoraVariant::plain && m_variant != LoraVariant::dora && m_variant != LoraVariant::mica) {
      fail(ErrorKind::input, "\"" + layer.name + "\" is an embedding, which this variant of LoRA cannot adapt", "peft.target_modules",
           "Leave the embedding out.");
    }
    const Tensor weight = layer.weight->frozen();
    LoraFactors f = init_lora_embedding(m_init, shape, weight, m_generator);
    if (m_variant == LoraVariant::dora) f.magnitude = first_magnitude(weight.t(), f);
    if (&layer == &m_model.embeddings()) m_embedding = f;
    return std::make_shared<LoraEmbedding>(std::move(f), layer.weight);
  }

  // The config for a few layers by their full names, with nothing beside them.
  Json config_of(const std::vector<Linear*>& layers) const {
    Json config = m_config;
    config["target_modules"] = Json::array();
    for (const Linear* layer : layers) config["target_modules"].push_back(layer->name);
    for (const char* key : {"exclude_modules", "layers_to_transform", "layers_pattern"}) config[key] = nullptr;
    config["bias"] = "none";
    return config;
  }

  void add_parameters(const std::vector<Linear*>& layers, bool beside) {
    Json config = config_of(layers);
    if (beside) config["modules_to_save"] = nullptr;
    if (config.at("trainable_token_indices").is_null()) config["trainable_token_indices"] = Json::array();  // no base weights of embeddings along
    LayerMethod method{.peft_type = "LORA"};
    method.linear = [&](Linear& layer) {
      const LoraShape shape = shape_of(m_config, layer.name + ".weight");  // PEFT's patterns see the parameter's name
      return std::make_shared<LoraLinear>(init_lora_linear(m_init, shape, layer.dense_weight(), m_generator));
    };
    add(attach_layer_method(m_model, config, m_usual, method));
    m_made.back()->config["trainable_token_indices"] = m_config.at("trainable_token_indices");
  }

  void add_tied_head() {
    Json config = config_of({&m_model.head()});
    config["modules_to_save"] = nullptr;
    const NamedTensors saved = m_made.front()->saved();
    const bool with_base = std::any_of(saved.begin(), saved.end(), [](const auto& entry) { return entry.first.find(".base_layer.") != std::string::npos; });
    if (!with_base) config["trainable_token_indices"] = Json::array();  // then base weights of embeddings are not saved along
    LayerMethod method{.peft_type = "LORA"};
    method.linear = [&](Linear& layer) {
      at::NoGradGuard no_grad;
      return around(layer, layer.dense_weight(), tied_head_factors(m_embedding, m_init, shape_of(m_config, layer.name), m_generator));
    };
    add(attach_layer_method(m_model, config, m_usual, method));
  }

  CausalLm& m_model;
  Json m_config;
  LoraVariant m_variant;
  at::Generator& m_generator;
  const Json m_usual;
  const WeightTying m_tying;
  const FirstValues m_first;
  const Json m_init;
  std::shared_ptr<Invocations> m_invocations;
  const std::shared_ptr<std::vector<std::string>> m_names = std::make_shared<std::vector<std::string>>();  // of the layers, in their order
  LoraFactors m_embedding;  // of the token embedding, where it is a target
  std::vector<std::unique_ptr<Adapter>> m_made;
};

std::unique_ptr<Adapter> make_lora(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  complete_lora_config(config);
  const LoraVariant variant = read_lora_variant(config);
  if (variant == LoraVariant::arrow) return make_arrow(model, config, generator);
  const auto repeated = repeat_layers(model, config);
  auto adapter = LoraMaker(model, config, variant, generator).make();
  adapter->held = repeated;
  check_repeated_layers(model);
  return adapter;
}

}  // namespace

extern const PeftMethod lora_peft_method;
const PeftMethod lora_peft_method{.peft_type = "LORA",
                                  .title = "LoRA",
                                  .summary = "Adds a low-rank change to the weights of chosen layers; small, quick, the usual first choice.",
                                  .family = "weights",
                                  .paper = "arXiv 2106.09685",
                                  .schema = lora_schema,
                                  .make = make_lora,
                                  .mergeable = true,
                                  .converts_to_lora = true,
                                  .quantized_base = true};

}  // namespace paretune
