// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/linear_method.h"

#include "training/peft/common/regex.h"
#include "training/peft/common/trained_params.h"

namespace paretune {
namespace {

ParamPtr param_of(const Tensor& base) {
  if (!base.defined()) return nullptr;
  auto param = std::make_shared<Param>();
  param->base = base.detach();
  return param;
}

template <class Chain, class T>
void remove_from(Chain& chain, const T& adapter) {
  std::erase_if(chain, [&](const auto& entry) { return entry == adapter; });
}

class LayerAdapters final : public Adapter {
 public:
  LayerAdapters(CausalLm& model, const Json& completed, const std::vector<ModelModule>& targets, const LayerMethod& method)
      : m_model(model), m_extra(model), m_method(method) {
    config = completed;
    const auto saved_modules = find_modules_to_save(model, config, targets);
    for (const auto& target : targets) add_layer(target, method);
    m_base_embeddings = saved_base_embeddings(model, config, targets);
    for (auto& layer : m_layers) attach(layer);
    for (const auto& module : saved_modules) m_extra.add_module(peft_prefix(module.name), module);
    add_biases(targets);
    add_bias_copies(saved_modules);
    if (m_method.mixture) model.mixtures.push_back(m_method.mixture);
    m_method.skips = nullptr;
    m_method.linear = nullptr;  // they look at what the caller had on its stack
    m_method.embedding = nullptr;
  }

  ~LayerAdapters() override {
    swap_merged(false);
    remove_from(m_model.mixtures, m_method.mixture);
    for (auto& layer : m_layers) {
      if (layer.linear) remove_from(layer.linear->adapters, layer.on_linear);
      if (layer.embedding) remove_from(layer.embedding->adapters, layer.on_embedding);
    }
    for (auto it = m_replaced.rbegin(); it != m_replaced.rend(); ++it) {
      it->param->base = it->base;
      it->param->packed = it->packed;
    }
  }

  NamedTensors trainable() override {
    NamedTensors out;
    for (const auto& layer : m_layers) {
      for (const auto& part : layer.tensors()) {
        if (part.trained) out.emplace_back(layer.prefix + part.suffix, part.tensor);
      }
    }
    for (const auto& part : m_method.shared) {
      if (part.trained) out.emplace_back(part.suffix, part.tensor);
    }
    out.insert(out.end(), m_extra.tensors().begin(), m_extra.tensors().end());
    return out;
  }

  NamedTensors saved() override {
    NamedTensors out;
    for (const auto& layer : m_layers) {
      for (const auto& part : layer.tensors()) {
        if (part.saved) out.emplace_back(layer.prefix + part.suffix, part.tensor);
      }
    }
    for (const auto& part : m_method.shared) {
      if (part.saved) out.emplace_back(part.suffix, part.tensor);
    }
    out.insert(out.end(), m_extra.tensors().begin(), m_extra.tensors().end());
    for (const auto& [name, param] : m_base_embeddings) out.emplace_back(name, param->frozen());
    for (const auto& copy : m_bias_copies) out.emplace_back(copy.name, copy.value);
    return out;
  }

  void load(const std::map<std::string, Tensor>& tensors) override {
    if (m_method.before_load) m_method.before_load(tensors);
    // A base embedding that came with the adapter takes the place of the model's; the model's own comes back with the destructor.
    for (auto& [name, param] : m_base_embeddings) {
      const auto found = tensors.find(name);
      if (found == tensors.end() || found->second.sizes() != param->base.sizes()) continue;  // Adapter::load says what is wrong
      const Tensor stored = found->second.to(param->base.device(), at::kFloat);
      if (!at::equal(stored, param->frozen())) replace_base(param, stored.clone());
    }
    if (m_bias_copies.empty()) return Adapter::load(tensors);
    // They say nothing that the modules' own tensors do not say.
    std::map<std::string, Tensor> all = tensors;
    std::erase_if(all, [](const auto& item) {
      const auto has = [&](const char* part) { return item.first.find(part) != std::string::npos; };
      return item.first.ends_with(".bias") && (has(".original_module.") || has(".modules_to_save."));
    });
    for (const auto& copy : m_bias_copies) {
      const auto trained = all.find(copy.trained);
      all[copy.name] = copy.trained.empty() || trained == all.end() ? copy.value.detach() : trained->second;
    }
    Adapter::load(all);
  }

  void set_enabled(bool on) override {
    m_enabled = on;
    apply();
  }
  bool mergeable() const override { return m_method.mergeable; }
  void on_step(int64_t step, int64_t total_steps) override {
    if (m_method.on_step) m_method.on_step(step, total_steps);
  }
  NamedTensors step_state() override { return m_method.step_state ? m_method.step_state() : NamedTensors(); }
  void set_step_state(const std::map<std::string, Tensor>& state) override {
    if (m_method.set_step_state) m_method.set_step_state(state);
  }
  Tensor extra_loss() override { return m_method.extra_loss && m_enabled ? m_method.extra_loss() : Tensor(); }

  void merge() override {
    if (m_merged) return;
    if (!m_method.mergeable) {
      fail(ErrorKind::unsupported, m_method.merge_refusal.empty() ? m_method.peft_type + " cannot be merged into the model" : m_method.merge_refusal,
           "merge", "Export the adapter instead.");
    }
    at::NoGradGuard no_grad;
    // All merged weights first: a layer that cannot be merged leaves the model as it is.
    for (auto& layer : m_layers) {
      if (layer.linear) {
        const Tensor bias = layer.linear->bias ? layer.linear->bias->value() : Tensor();
        const auto [weight, merged_bias] = layer.on_linear->merged(layer.linear->weight->frozen(), bias, *layer.linear);
        layer.merged_weight = param_of(weight);
        layer.merged_bias = param_of(merged_bias);
      } else {
        layer.merged_weight = param_of(layer.on_embedding->merged(layer.embedding->weight->frozen()));
      }
      if (!layer.merged_weight->base.isfinite().all().item<bool>()) {
        fail(ErrorKind::input, "the merged weight of \"" + layer.module + "\" is not finite", "merge",
             "The adapter is broken; use an earlier checkpoint.");
      }
    }
    m_merged = true;
    apply();
  }

  void unmerge() override {
    m_merged = false;
    apply();
    for (auto& layer : m_layers) layer.merged_weight = layer.merged_bias = nullptr;
  }

 private:
  struct Layer {
    std::string module, prefix;
    Linear* linear = nullptr;
    Embedding* embedding = nullptr;
    std::shared_ptr<LinearAdapter> on_linear;
    std::shared_ptr<EmbeddingTuner> on_embedding;
    ParamPtr weight, bias, merged_weight, merged_bias;  // the layer's own, and those that take their place while merged
    std::vector<AdapterTensor> tensors() const { return linear ? on_linear->tensors() : on_embedding->tensors(); }
  };

  void add_layer(const ModelModule& target, const LayerMethod& method) {
    Layer layer{.module = target.name, .prefix = peft_prefix(target.name), .linear = target.linear, .embedding = target.embedding};
    if (target.linear && method.linear) {
      layer.on_linear = method.linear(*target.linear);
      layer.weight = target.linear->weight;
      layer.bias = target.linear->bias;
    } else if (target.embedding && method.embedding) {
      layer.on_embedding = method.embedding(*target.embedding);
      layer.weight = target.embedding->weight;
    } else {
      const std::string what = target.embedding ? "an embedding" : target.norm ? "a normalisation layer" : "a group of modules";
      fail(ErrorKind::input, "\"" + target.name + "\" is " + what + ", which " + method.peft_type + " cannot adapt", "peft.target_modules",
           std::string("Name linear layers") + (method.embedding ? " or the embedding" : "") + ", for example \"q_proj\" or \"all-linear\".");
    }
    m_layers.push_back(std::move(layer));
  }

  void attach(Layer& layer) {
    if (layer.linear) {
      if (const Tensor base = layer.on_linear->base_in_place(); base.defined()) replace_base(layer.weight, base);
      layer.linear->adapters.push_back(layer.on_linear);
    } else {
      layer.embedding->adapters.push_back(layer.on_embedding);
    }
  }

  void replace_base(const ParamPtr& param, const Tensor& base) {
    m_replaced.push_back({param, param->base, param->packed});
    param->base = base.detach();
    param->packed = nullptr;
  }

  void add_biases(const std::vector<ModelModule>& targets) {
    const std::string bias = config.value("bias", "none");
    if (bias == "none") return;
    for (const auto& module : model_modules(m_model)) {
      const bool targeted = std::any_of(targets.begin(), targets.end(), [&](const auto& target) { return target.name == module.name; });
      if (bias != "all" && !targeted) continue;
      for (auto& [part, place] : module.params()) {
        if (part == "bias") m_extra.add(peft_prefix(module.name) + (targeted ? "base_layer.bias" : "bias"), *place);
      }
    }
  }

  // With bias "all" PEFT's file also holds the biases within a saved module by the names that they have in the wrapped model.
  void add_bias_copies(const std::vector<ModelModule>& saved_modules) {
    if (config.value("bias", "none") != "all") return;
    const auto entries = text_list(config.at("modules_to_save"));
    const auto modules = model_modules(m_model);
    for (const auto& leaf : saved_modules) {
      const auto wraps = [&](const ModelModule& module) {
        if (module.name != leaf.name && !leaf.name.starts_with(module.name + ".")) return false;
        return std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return !entry.empty() && module.name.ends_with(entry); });
      };
      std::string whole = leaf.name;
      for (const auto& module : modules) {
        if (wraps(module) && module.name.size() < whole.size()) whole = module.name;
      }
      const std::string rest = leaf.name.substr(whole.size()), prefix = "base_model.model." + whole;
      const std::string adapter_name = rest.empty() ? "" : ".default";  // PEFT takes the name out before the last part only
      for (auto& [part, place] : leaf.params()) {
        if (part != "bias") continue;
        m_bias_copies.push_back({prefix + ".modules_to_save" + adapter_name + rest + ".bias", (*place)->trained, peft_prefix(leaf.name) + "bias"});
        m_bias_copies.push_back({prefix + ".original_module" + rest + ".bias", (*place)->base.detach().clone(), ""});
      }
    }
  }

  void swap_merged(bool folded) {
    for (auto& layer : m_layers) {
      if (layer.linear) {
        layer.linear->weight = folded ? layer.merged_weight : layer.weight;
        layer.linear->bias = folded ? layer.merged_bias : layer.bias;
      } else {
        layer.embedding->weight = folded ? layer.merged_weight : layer.weight;
      }
    }
  }

  void apply() {
    swap_merged(m_merged && m_enabled);
    for (auto& layer : m_layers) {
      if (layer.linear) layer.on_linear->enabled = m_enabled && !m_merged;
      else layer.on_embedding->enabled = m_enabled && !m_merged;
    }
    if (m_method.mixture) m_method.mixture->enabled = m_enabled && !m_merged;
    m_extra.set_enabled(m_enabled);
    if (m_merged) m_extra.merge();
    else m_extra.unmerge();
  }

  CausalLm& m_model;
  std::vector<Layer> m_layers;
  TrainedParams m_extra;
  LayerMethod m_method;
  bool m_enabled = true, m_merged = false;
  std::vector<std::pair<std::string, ParamPtr>> m_base_embeddings;
  struct BiasCopy {
    std::string name;
    Tensor value;
    std::string trained;  // the tensor it repeats, empty for one of the base model
  };
  std::vector<BiasCopy> m_bias_copies;
  struct Replaced {
    ParamPtr param;
    Tensor base;
    std::shared_ptr<const PackedWeight> packed;
  };
  std::vector<Replaced> m_replaced;  // what base_in_place() and load() put aside, oldest first
};

}  // namespace

std::string peft_prefix(const std::string& module) { return "base_model.model." + module + "."; }

std::vector<std::pair<std::string, ParamPtr>> saved_base_embeddings(CausalLm& model, const Json& config, const std::vector<ModelModule>& targets) {
  const Json& chosen = config.at("target_modules");
  auto leaf_is_embedding = [](const std::string& name) {
    return name.substr(name.rfind('.') + 1) == "embed_tokens" || name.substr(name.rfind('.') + 1) == "lm_head";
  };
  bool named = false;
  if (chosen.is_string()) {
    const Regex pattern(chosen.get<std::string>(), "peft.target_modules");
    for (const auto& module : model_modules(model)) named = named || (leaf_is_embedding(module.name) && pattern.full_match(module.name));
  } else {
    for (const auto& entry : text_list(chosen)) named = named || entry == "embed_tokens" || entry == "lm_head";
  }
  std::vector<std::pair<std::string, ParamPtr>> out;
  const bool tokens = !config.value("trainable_token_indices", Json()).is_null();  // meant to keep files small: PEFT saves no whole embedding then
  if (!named || tokens) return out;
  for (const auto& target : targets) {
    const bool is_tokens = target.embedding == &model.embeddings(), is_head = target.linear == &model.head();
    if (!is_tokens && !is_head) continue;  // of positions PEFT saves no base weight
    for (auto& [part, place] : target.params()) out.emplace_back(peft_prefix(target.name) + "base_layer." + part, *place);
  }
  return out;
}

std::unique_ptr<Adapter> attach_layer_method(CausalLm& model, Json config, const Json& usual, const LayerMethod& method) {
  std::vector<ModelModule> targets = find_targets(model, config, usual);
  if (method.skips) std::erase_if(targets, method.skips);
  if (targets.empty()) {
    fail(ErrorKind::unsupported, "chooses only modules that PEFT's " + method.peft_type + " leaves as they are", "peft.target_modules",
         "Use a method that adapts such layers, LORA for example.");
  }
  if (config.contains("fan_in_fan_out")) {
    // PEFT corrects the key at every layer, so the last one decides what is saved.
    for (const auto& target : targets) {
      if (target.linear) config["fan_in_fan_out"] = target.linear->conv1d;
    }
  }
  return std::make_unique<LayerAdapters>(model, config, targets, method);
}

}  // namespace paretune
