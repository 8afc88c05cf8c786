// SPDX-License-Identifier: GPL-3.0-or-later
// X-LoRA (arXiv 2402.07148): a small classifier mixes trained LoRAs ("experts") anew for every token.
//
// An expert is loaded as the adapter it is; then its layers are taken out of the model's and put into mixing ones. PEFT applies only
// experts that are named by their number, and saves the classifier but not the trained experts where it finds them again: here they are
// saved in sub-folders, and loaded from there.
#include <typeinfo>

#include "training/peft/common/init.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/targets.h"
#include "training/peft/methods/xlora_parts/xlora_mix.h"

namespace paretune {
namespace {

constexpr const char* kAdapters = "peft.adapters";

const ParamSchema& xlora_schema() {
  static const ParamSchema schema = make_schema(
      {{any_spec("adapters", nullptr, "The experts: folders of LoRA adapters by number, for example {\"0\": \"maths\", \"1\": \"code\"}.", false),
        whole_spec("hidden_size", nullptr, "Width of the model; missing = what it is.", 1, true),
        flag_spec("layerwise_scalings", false, "Scales of its own for every layer instead of one set for all."),
        whole_spec("top_k_lora", nullptr, "How many experts, at most, a token gets; missing = all.", 1),
        flag_spec("enable_softmax", true, "Make a token's scales sum to 1.", true),
        flag_spec("enable_softmax_topk", false, "Make the scales of the chosen experts sum to 1; needs top_k_lora.", true),
        number_spec("softmax_temperature", 1.0, "Lower makes the choice sharper.", {}, {}, true),
        whole_spec("xlora_depth", 1, "Layers of the classifier.", 1),
        whole_spec("xlora_size", 2048, "Width between them.", 1),
        number_spec("xlora_dropout_p", 0.2, "Share of the classifier's inner values that are set to zero while training.", 0.0, 1.0),
        flag_spec("use_trainable_adapters", false, "Train the experts too."),
        number_spec("scaling_pass_value", 0.0, "Scale of all experts in the pass that the classifier reads.", {}, {}, true),
        number_spec("global_scaling_weight", 1.0, "Factor on what every expert adds.", {}, {}, true)}});
  return schema;
}

// Folders of the experts by number.
std::vector<std::string> expert_folders(const Json& adapters) {
  if (!adapters.is_object() || adapters.empty()) {
    fail(ErrorKind::input, "must name at least one expert", kAdapters, "Write for example {\"0\": \"folder\", \"1\": \"folder\"}.");
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < adapters.size(); ++i) {
    const auto found = adapters.find(std::to_string(i));
    if (found == adapters.end()) {
      fail(ErrorKind::input, "experts are named by their number, but \"" + std::to_string(i) + "\" is missing", kAdapters,
           "Name the " + std::to_string(adapters.size()) + " experts from \"0\" to \"" + std::to_string(adapters.size() - 1) + "\", as PEFT needs it.");
    }
    if (!found->is_string()) fail(ErrorKind::input, "must name folders, not " + found->dump(), kAdapters);
    out.push_back(*found);
  }
  return out;
}

void check_expert(CausalLm& model, const std::string& folder) {
  const Json config = read_adapter_config(folder).value();
  if (config.at("peft_type") != Json("LORA")) {
    fail(ErrorKind::input, "\"" + folder + "\" is a " + config.at("peft_type").dump() + " adapter", kAdapters, "Experts must be LoRA adapters.");
  }
  if (config.value("bias", Json("none")) != Json("none") || !text_list(config.value("modules_to_save", Json())).empty()) {
    fail(ErrorKind::unsupported, "\"" + folder + "\" changes weights of the model itself (bias or modules_to_save)", kAdapters,
         "Use experts without them.");
  }
  if (!model.embeddings().name.starts_with("model.")) {
    fail(ErrorKind::unsupported, "models of type \"" + model.config.model_type + "\" cannot have experts, in PEFT neither", "peft.peft_type");
  }
}

// Let go of last first: each gives back the base it found.
struct Experts : std::vector<std::unique_ptr<Adapter>> {
  ~Experts() {
    while (!empty()) pop_back();
  }
};

class XloraAdapter final : public Adapter {
 public:
  XloraAdapter(CausalLm& model, const Json& completed, at::Generator& generator) : m_model(model) {
    config = completed;
    load_experts();
    const auto [linears, embeddings] = taken_layers();
    XloraOptions options;
    options.experts = static_cast<int64_t>(m_experts.size());
    options.layers = static_cast<int64_t>(linears.size() + embeddings.size());
    options.layerwise = config.at("layerwise_scalings");
    options.softmax = config.at("enable_softmax");
    options.softmax_topk = config.at("enable_softmax_topk");
    options.top_k = config.at("top_k_lora").is_null() ? 0 : config.at("top_k_lora").get<int64_t>();
    options.temperature = config.at("softmax_temperature");
    options.pass_value = config.at("scaling_pass_value");
    m_mix = std::make_shared<XloraMix>(options, fresh_classifier(options, generator));
    const double weight = config.at("global_scaling_weight");
    int64_t number = 0;  // as PEFT counts: the embedding is the model's first module
    for (const auto& experts : embeddings) {
      m_embedding = std::make_shared<XloraEmbedding>(experts, number++, weight, m_mix);
      model.embeddings().adapters.push_back(m_embedding);
    }
    for (const auto& [linear, experts] : linears) {
      for (const auto& [expert, layer] : experts) m_mix->biased = m_mix->biased || layer->factors().b_bias.defined();
      m_linears.emplace_back(linear, std::make_shared<XloraLinear>(experts, number++, weight, m_mix));
      linear->adapters.push_back(m_linears.back().second);
    }
    model.mixtures.push_back(m_mix);
  }

  ~XloraAdapter() override {
    std::erase(m_model.mixtures, m_mix);
    std::erase(m_model.embeddings().adapters, m_embedding);
    for (auto& [linear, layer] : m_linears) std::erase(linear->adapters, layer);
  }

  NamedTensors trainable() override {
    NamedTensors out = saved();
    if (config.at("use_trainable_adapters") != Json(true)) return out;
    for (std::size_t i = 0; i < m_experts.size(); ++i) {
      for (auto& [name, tensor] : m_experts[i]->trainable()) out.emplace_back(name_among_experts(name, i), tensor);
    }
    return out;
  }
  NamedTensors saved() override {
    NamedTensors out;
    for (const auto& [name, weight, bias] : m_mix->classifier().layers) {
      out.emplace_back("base_model.internal_xlora_classifier." + name + ".weight", weight);
      out.emplace_back("base_model.internal_xlora_classifier." + name + ".bias", bias);
    }
    return out;
  }
  std::vector<std::pair<std::string, Adapter*>> parts() override {
    std::vector<std::pair<std::string, Adapter*>> out;
    for (std::size_t i = 0; i < m_experts.size(); ++i) out.emplace_back(std::to_string(i), m_experts[i].get());
    return out;
  }
  void load(const std::map<std::string, Tensor>& tensors) override {
    for (const auto& [name, tensor] : saved()) {
      if (tensors.count(name)) continue;
      fail(ErrorKind::input, "a layer of the classifier is missing: " + name, "adapter_model.safetensors",
           "PEFT 0.21.2 itself leaves out layers whose number is the name of an expert; save the classifier's state_dict in Python instead.");
    }
    Adapter::load(tensors);
  }
  void set_enabled(bool on) override {
    m_mix->enabled = on;
    if (m_embedding) m_embedding->enabled = on;
    for (auto& [linear, layer] : m_linears) layer->enabled = on;
  }
  bool mergeable() const override { return false; }
  void merge() override { fail_xlora_merge(); }
  void unmerge() override {}

 private:
  using LinearExperts = std::vector<XloraExpert<LoraLinear>>;
  using EmbeddingExperts = std::vector<XloraExpert<LoraEmbedding>>;

  // "base_model.model.model.x.lora_A.weight" -> "base_model.lora_model.model.model.x.lora_A.<i>.weight".
  static std::string name_among_experts(const std::string& name, std::size_t expert) {
    const std::string inner = name.substr(std::string("base_model.").size());
    const std::size_t factor = inner.rfind(".lora_") + 1, end = std::min(inner.find('.', factor), inner.size());
    return "base_model.lora_model." + inner.substr(0, end) + "." + std::to_string(expert) + inner.substr(end);
  }

  void load_experts() {
    const bool trained = config.at("use_trainable_adapters");
    for (const auto& folder : expert_folders(config.at("adapters"))) {
      check_expert(m_model, folder);
      m_experts.push_back(load_adapter(m_model, folder).value());
      for (auto& [name, tensor] : m_experts.back()->trainable()) tensor.requires_grad_(trained);
    }
  }

  // Takes the experts' layers out of the model. Loading put them on top, one expert after the other.
  std::pair<std::vector<std::pair<Linear*, LinearExperts>>, std::vector<EmbeddingExperts>> taken_layers() {
    std::vector<std::pair<Linear*, LinearExperts>> linears;
    std::vector<EmbeddingExperts> embeddings;
    for (Linear* linear : m_model.linears()) {
      LinearExperts found;
      for (std::size_t i = 0; i < m_experts.size(); ++i) {
        if (auto layer = taken<LoraLinear>(linear->adapters, *m_experts[i], linear->name)) found.push_back({static_cast<int64_t>(i), layer});
      }
      if (found.empty()) continue;
      if (linear == &m_model.head()) {
        fail(ErrorKind::unsupported, "an expert adapts the output head, in PEFT an error too", kAdapters, "Use experts of other layers.");
      }
      linears.emplace_back(linear, std::move(found));
    }
    EmbeddingExperts found;
    for (std::size_t i = 0; i < m_experts.size(); ++i) {
      auto layer = taken<LoraEmbedding>(m_model.embeddings().adapters, *m_experts[i], m_model.embeddings().name);
      if (layer) found.push_back({static_cast<int64_t>(i), layer});
    }
    if (!found.empty()) embeddings.push_back(std::move(found));
    return {std::move(linears), std::move(embeddings)};
  }

  // The layer that `expert` put on the chain of `module`, or null.
  template <class Layer, class Chain>
  static std::shared_ptr<Layer> taken(Chain& chain, Adapter& expert, const std::string& module) {
    const std::string prefix = "base_model.model." + module + ".lora_";
    Tensor first;
    for (auto& [name, tensor] : expert.saved()) {
      if (name.starts_with(prefix)) {
        first = tensor;
        break;
      }
    }
    if (!first.defined()) return nullptr;
    for (auto it = chain.begin(); it != chain.end(); ++it) {
      auto layer = std::dynamic_pointer_cast<Layer>(*it);
      if (!layer || !layer->factors().a.is_same(first)) continue;
      if (typeid(*layer) != typeid(Layer) || layer->factors().magnitude.defined()) break;
      chain.erase(it);
      return layer;
    }
    fail(ErrorKind::unsupported, "an expert is more than plain LoRA (DoRA or another variant) on \"" + module + "\"", kAdapters,
         "Use experts of plain LoRA.");
  }

  XloraClassifier fresh_classifier(const XloraOptions& options, at::Generator& generator) {
    const int64_t depth = config.at("xlora_depth"), inner = config.at("xlora_size");
    XloraClassifier out{.dropout = config.at("xlora_dropout_p")};
    const int64_t stride = out.dropout > 0 ? 3 : 2;  // PEFT counts ReLU and dropout among the layers
    int64_t in = m_model.config.hidden_size;
    for (int64_t i = 0; i < depth; ++i) {
      const int64_t width = i + 1 < depth ? inner : options.experts * (options.layerwise ? options.layers : 1);
      out.layers.push_back({"layers." + std::to_string(i * stride), init::leaf(init::kaiming_uniform({width, in}, generator), m_model.device),
                            init::leaf(init::uniform({width}, init::linear_bias_bound(in), generator), m_model.device)});
      in = width;
    }
    return out;
  }

  CausalLm& m_model;
  Experts m_experts;
  std::shared_ptr<XloraMix> m_mix;
  std::shared_ptr<XloraEmbedding> m_embedding;
  std::vector<std::pair<Linear*, std::shared_ptr<XloraLinear>>> m_linears;
};

std::unique_ptr<Adapter> make_xlora(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  const int64_t width = model.config.hidden_size;
  if (config.at("hidden_size").is_null()) config["hidden_size"] = width;
  if (config.at("hidden_size") != Json(width)) {
    fail(ErrorKind::input, "is " + config.at("hidden_size").dump() + ", the model's width is " + std::to_string(width), "peft.hidden_size", "Remove the key.");
  }
  const std::size_t experts = expert_folders(config.at("adapters")).size();
  if (!config.at("top_k_lora").is_null() && config.at("top_k_lora").get<std::size_t>() > experts) {
    fail(ErrorKind::input, "there are only " + std::to_string(experts) + " experts", "peft.top_k_lora", "Choose at most as many.");
  }
  if (config.at("softmax_temperature").get<double>() == 0) fail(ErrorKind::input, "must not be 0", "peft.softmax_temperature");
  return std::make_unique<XloraAdapter>(model, config, generator);
}

}  // namespace

extern const PeftMethod xlora_peft_method;
const PeftMethod xlora_peft_method{.peft_type = "XLORA",
                                   .title = "X-LoRA",
                                   .summary = "Mixes LoRAs that are trained already, anew for every token; each pass through the model runs twice.",
                                   .family = "mixture",
                                   .paper = "arXiv 2402.07148",
                                   .schema = xlora_schema,
                                   .make = make_xlora,
                                   .quantized_base = true};

}  // namespace paretune
