// SPDX-License-Identifier: GPL-3.0-or-later
// AdaLoRA (arXiv 2303.10512): a low-rank change B diag(E) A, whose ranks are shared out among the layers while training.
//
// As in PEFT all ranks stay in memory while training, dropped ones with E = 0; the file holds the kept ones, told by rank_pattern.
// A config with rank_pattern makes layers of the kept ranks, scaled as before: by init_r.
#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/low_rank.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/methods/adalora_parts/rank_allocator.h"
#include "training/peft/methods/lora_parts/joined_adapter.h"
#include "training/peft/methods/lora_parts/weight_tying.h"

namespace paretune {
namespace {

// Keys of LoraConfig whose feature AdaLoRA does not have, with the value that switches it off.
const std::vector<std::pair<const char*, Json>> kOff = {
    {"target_parameters", nullptr}, {"ensure_weight_tying", false}, {"layer_replication", nullptr},
    {"megatron_config", nullptr},   {"loftq_config", Json::object()},     {"eva_config", nullptr},        {"corda_config", nullptr},
    {"lora_ga_config", nullptr},    {"velora_config", nullptr},           {"alora_invocation_tokens", nullptr}, {"use_qalora", false},
    {"monteclora_config", nullptr}, {"use_bdlora", nullptr},              {"arrow_config", nullptr},      {"kasa_config", nullptr},
    {"use_dora", false}};

const ParamSchema& adalora_schema() {
  static const ParamSchema schema = [] {
    std::vector<ParamSpec> off;
    for (const auto& [key, value] : kOff) off.push_back(any_spec(key, value, "A feature of LoRA that AdaLoRA does not have; accepted at its default."));
    ParamSpec total = whole_spec("total_step", nullptr, "Optimiser steps of the whole run; must be given.", 1);
    return make_schema(
        {{whole_spec("init_r", 12, "Rank of every layer's weight change at the start.", 0),
          whole_spec("target_r", 8, "Average rank that is left at the end.", 0), std::move(total),
          whole_spec("tinit", 0, "Steps at the start in which no rank is dropped.", 0),
          whole_spec("tfinal", 0, "Steps at the end in which ranks stay as they are.", 0),
          whole_spec("deltaT", 1, "Steps between two rounds of dropping.", 1),
          number_spec("lora_alpha", 8, "Strength: the change is multiplied by lora_alpha / init_r.", {}, {}),
          number_spec("lora_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
          number_spec("orth_reg_weight", 0.5, "Weight of the loss term that keeps the rows of A and the columns of B orthonormal.", {}, {}),
          number_spec("beta1", 0.85, "How slowly the importance of a rank follows the last steps.", {}, {}, true),
          number_spec("beta2", 0.85, "How slowly the spread of that importance follows the last steps.", {}, {}, true),
          any_spec("init_lora_weights", true, "Start without a change; false draws all factors from N(0, 1)."),
          any_spec("rank_pattern", nullptr, "Which ranks of each layer were kept; written by training.")},
         target_specs(true),
         {bias_spec("lora_only"), fan_in_fan_out_spec(), whole_spec("r", 8, "Without effect: init_r and target_r say the ranks.", {}, true),
          flag_spec("use_rslora", false, "Without effect.", true), flag_spec("lora_bias", false, "Without effect.", true),
          any_spec("alpha_pattern", Json::object(), "Without effect."),
          any_spec("trainable_token_indices", nullptr, "Tokens whose embeddings are trained too: a list of ids, or an object of such lists by layer."),
          any_spec("megatron_core", "megatron.core", "Name of the Megatron module; without effect here."),
          whole_spec("qalora_group_size", 16, "Group size of QALoRA; without effect.", {}, true)},
         off});
  }();
  return schema;
}

// Decoder-only types of PEFT's table, with its choice where that is not LoRA's.
Json usual_adalora_targets(const CausalLm& model) {
  static const std::map<std::string, std::vector<std::string>> own = {{"opt", {"q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"}},
                                                                      {"nemotron_h", {"q_proj", "k_proj", "v_proj", "o_proj"}}};
  static const std::vector<std::string> as_lora = {"gpt2",  "bloom",  "gptj",        "gpt_neox", "gpt_neo", "llama",      "llama4",
                                                   "gemma", "gemma2", "gemma3_text", "qwen2",    "qwen3",   "gpt_bigcode"};
  const std::string& type = model.config.model_type;
  if (const auto found = own.find(type); found != own.end()) return found->second;
  const bool known = std::find(as_lora.begin(), as_lora.end(), type) != as_lora.end() && !model.usual_targets.empty();
  return known ? Json(model.usual_targets) : Json();
}

void check(const Json& config) {
  for (const auto& [key, off] : kOff) {
    const Json& value = config.at(key);
    const bool is_off = value == off || value.is_null() || value == Json(false) || ((value.is_object() || value.is_array()) && value.empty());
    if (!is_off) fail(ErrorKind::unsupported, "AdaLoRA has no " + std::string(key), std::string("peft.") + key, "Remove the key.");
  }
  const Json& init = config.at("init_lora_weights");
  if (!init.is_boolean() && (!init.is_string() || init == Json("loftq"))) {
    fail(ErrorKind::input, init.dump() + " is not a way to start AdaLoRA", "peft.init_lora_weights", "Give true or false.");
  }
  if (config.at("lora_bias") == Json(true) && !init.is_boolean()) fail(ErrorKind::input, "needs init_lora_weights true or false", "peft.lora_bias");
  refuse_layers_of_one_text(config);
  if (config.at("total_step").is_null()) {
    fail(ErrorKind::input, "must be given", "peft.total_step", "Say how many optimiser steps the whole run has; the rank schedule depends on it.");
  }
  if (config.at("tinit").get<int64_t>() >= config.at("total_step").get<int64_t>() - config.at("tfinal").get<int64_t>()) {
    fail(ErrorKind::input, "leaves no step between the first tinit and the last tfinal steps to drop ranks in", "peft.total_step",
         "Lower tinit or tfinal, or raise total_step.");
  }
  if (config.at("orth_reg_weight").get<double>() < 0) fail(ErrorKind::input, "must not be negative", "peft.orth_reg_weight");
  for (const char* key : {"beta1", "beta2"}) {
    const double beta = config.at(key);
    if (beta <= 0 || beta >= 1) fail(ErrorKind::input, "must lie between 0 and 1", std::string("peft.") + key, "The usual value is 0.85.");
  }
}

class AdaLoraLinear final : public LinearAdapter {
 public:
  AdaLoraLinear(std::shared_ptr<SvdFactors> factors, double alpha, double dropout)
      : m_f(std::move(factors)), m_alpha(alpha), m_dropout(dropout), m_start_rank(m_f->a.size(0)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor seen = m_dropout > 0 && base.training ? at::dropout(x, m_dropout, true) : x;
    return low_rank_linear(x, seen, base, this, inner, m_f->a * (m_f->e * scale()), m_f->b);
  }
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear&) const override {
    at::NoGradGuard no_grad;
    return {weight + at::matmul(m_f->b, m_f->a * m_f->e) * scale(), bias};
  }
  std::vector<AdapterTensor> tensors() const override { return {{"lora_A", m_f->a}, {"lora_B", m_f->b}, {"lora_E", m_f->e}}; }

 private:
  // A layer whose ranks were cut keeps the divisor it was trained with.
  double scale() const {
    const double strength = m_alpha > 0 ? m_alpha : static_cast<double>(m_f->a.size(0));
    return strength / static_cast<double>(static_cast<float>(m_start_rank) + 1e-5F);
  }

  std::shared_ptr<SvdFactors> m_f;
  double m_alpha, m_dropout;
  int64_t m_start_rank;
};

class AdaLora final : public Adapter {
 public:
  AdaLora(std::unique_ptr<Adapter> inner, std::vector<std::shared_ptr<SvdFactors>> layers, const RankSchedule& schedule)
      : m_inner(std::move(inner)), m_layers(std::move(layers)), m_allocator(m_layers, schedule) {
    config = m_inner->config;
    m_regulariser_weight = config.at("orth_reg_weight");
    take_pattern();
  }

  NamedTensors trainable() override { return m_inner->trainable(); }
  void set_enabled(bool on) override {
    m_enabled = on;
    m_inner->set_enabled(on);
  }
  bool mergeable() const override { return true; }
  void merge() override { m_inner->merge(); }
  void unmerge() override { m_inner->unmerge(); }

  NamedTensors saved() override {
    std::map<std::string, std::pair<Tensor, int64_t>> cuts;  // name -> kept places, dimension
    for (const auto& layer : m_layers) {
      if (m_cut || !layer->kept.defined()) continue;
      const Tensor places = layer->kept.nonzero().squeeze(1);
      const std::string prefix = peft_prefix(layer->module);
      if (places.size(0) == layer->e.size(0)) continue;
      cuts[prefix + "lora_A"] = cuts[prefix + "lora_E"] = {places, 0};
      cuts[prefix + "lora_B"] = {places, 1};
    }
    NamedTensors out = m_inner->saved();
    for (auto& [name, tensor] : out) {
      if (const auto cut = cuts.find(name); cut != cuts.end()) tensor = tensor.detach().index_select(cut->second.second, cut->second.first);
    }
    return out;
  }

  // Ranks that the config brings are final: what was measured of them is not in the file.
  void on_step(int64_t step, int64_t) override {
    if (!m_cut && m_allocator.after_step(step)) show_pattern();
  }
  NamedTensors step_state() override { return m_cut ? NamedTensors() : m_allocator.state(); }
  void set_step_state(const std::map<std::string, Tensor>& state) override {
    if (m_cut) return;
    m_allocator.set_state(state);
    show_pattern();
  }

  // weight * mean over all A and B of |A A^T - I| and |B^T B - I|, one product for all factors of the same shape.
  Tensor extra_loss() override {
    if (!m_enabled || m_regulariser_weight == 0) return {};
    std::map<std::vector<int64_t>, std::vector<Tensor>> groups;
    for (const auto& layer : m_layers) {
      groups[layer->a.sizes().vec()].push_back(layer->a);
      groups[{layer->b.size(1), layer->b.size(0)}].push_back(layer->b.t());
    }
    Tensor sum;
    for (const auto& [shape, factors] : groups) {
      const Tensor all = at::stack(factors);
      const Tensor off = at::bmm(all, all.transpose(1, 2)) - at::eye(shape[0], all.options());
      const Tensor part = at::norm(off, 2, {1, 2}).sum();
      sum = sum.defined() ? sum + part : part;
    }
    return sum * (m_regulariser_weight / static_cast<double>(2 * m_layers.size()));
  }

 private:
  static std::string key_of(const SvdFactors& layer) { return layer.module + ".lora_E"; }

  void show_pattern() {
    Json pattern = Json::object();
    for (const auto& layer : m_layers) {
      if (!layer->kept.defined()) continue;
      const Tensor kept = layer->kept.to(at::kCPU);
      Json& flags = pattern[key_of(*layer)] = Json::array();
      for (int64_t i = 0; i < kept.size(0); ++i) flags.push_back(kept.data_ptr<bool>()[i]);
    }
    config["rank_pattern"] = pattern.empty() ? Json() : pattern;
  }

  // config["rank_pattern"] into the layers; names may have PEFT's adapter name at their end.
  void take_pattern() {
    const Json given = config.at("rank_pattern");
    if (given.is_null() || (given.is_object() && given.empty())) return;
    const std::string where = "peft.rank_pattern", remedy = "Take adapter_config.json as training wrote it, or remove the key.";
    if (!given.is_object()) fail(ErrorKind::input, "must be an object of lists of true and false", where, remedy);
    for (auto [name, flags] : given.items()) {
      const std::string key = name.ends_with(".default") ? name.substr(0, name.size() - 8) : name;
      const auto found = std::find_if(m_layers.begin(), m_layers.end(), [&](const auto& layer) { return key_of(*layer) == key; });
      if (found == m_layers.end()) fail(ErrorKind::input, "\"" + name + "\" is no adapted layer's lora_E", where, remedy);
      const bool fits = flags.is_array() && static_cast<int64_t>(flags.size()) == (*found)->e.size(0) &&
                        std::all_of(flags.begin(), flags.end(), [](const Json& flag) { return flag.is_boolean(); });
      if (!fits) fail(ErrorKind::input, "\"" + name + "\" must have true or false for each of the init_r ranks", where, remedy);
      Tensor kept = at::empty({(*found)->e.size(0)}, at::kBool);
      for (std::size_t i = 0; i < flags.size(); ++i) kept.data_ptr<bool>()[i] = flags[i].get<bool>();
      cut(**found, kept.to((*found)->e.device()));
    }
    show_pattern();
    m_cut = true;
  }

  static void cut(SvdFactors& layer, const Tensor& kept) {
    const Tensor places = kept.nonzero().squeeze(1);
    layer.kept = kept;
    layer.a = init::leaf(layer.a.index_select(0, places), layer.a.device());
    layer.e = init::leaf(layer.e.index_select(0, places), layer.e.device());
    layer.b = init::leaf(layer.b.index_select(1, places), layer.b.device());
  }

  std::unique_ptr<Adapter> m_inner;
  std::vector<std::shared_ptr<SvdFactors>> m_layers;
  RankAllocator m_allocator;
  double m_regulariser_weight = 0;
  bool m_enabled = true;
  bool m_cut = false;  // the layers have the ranks of config["rank_pattern"] alone
};

std::unique_ptr<Adapter> make_adalora(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check(config);
  config["fan_in_fan_out"] = false;
  const int64_t rank = config.at("init_r");
  const bool usual = config.at("init_lora_weights") != Json(false);
  const double alpha = config.at("lora_alpha"), dropout = config.at("lora_dropout"), deviation = usual ? 0.02 : 1.0;
  std::vector<std::shared_ptr<SvdFactors>> layers;
  LayerMethod method{.peft_type = "ADALORA"};
  method.linear = [&](Linear& layer) {
    auto f = std::make_shared<SvdFactors>();
    f->module = layer.name;
    f->a = init::leaf(init::normal({rank, layer.in_features()}, deviation, generator), layer.device());
    f->e = init::leaf(usual ? at::zeros({rank, 1}) : init::normal({rank, 1}, 1.0, generator), layer.device());
    f->b = init::leaf(init::normal({layer.out_features(), rank}, deviation, generator), layer.device());
    layers.push_back(f);
    return std::make_shared<AdaLoraLinear>(std::move(f), alpha, dropout);
  };
  std::vector<std::unique_ptr<Adapter>> made;
  made.push_back(attach_layer_method(model, config, usual_adalora_targets(model), method));
  if (auto tokens = train_tokens(model, config, generator)) made.push_back(std::move(tokens));
  auto inner = made.size() == 1 ? std::move(made.front()) : std::make_unique<JoinedAdapter>(std::move(made));
  const RankSchedule schedule{.target_rank = config.at("target_r"),
                              .total_steps = config.at("total_step"),
                              .initial_steps = config.at("tinit"),
                              .final_steps = config.at("tfinal"),
                              .interval = config.at("deltaT"),
                              .beta1 = config.at("beta1"),
                              .beta2 = config.at("beta2")};
  return std::make_unique<AdaLora>(std::move(inner), std::move(layers), schedule);
}

}  // namespace

extern const PeftMethod adalora_peft_method;
const PeftMethod adalora_peft_method{.peft_type = "ADALORA",
                                     .title = "AdaLoRA",
                                     .summary = "LoRA that takes rank from layers where it does little and leaves it to those where it does much.",
                                     .family = "weights",
                                     .paper = "arXiv 2303.10512",
                                     .schema = adalora_schema,
                                     .make = make_adalora,
                                     .mergeable = true,
                                     .quantized_base = true,
                                     .start = {{"total_step", 100}, {"tinit", 10}, {"tfinal", 20}, {"deltaT", 5}}};

}  // namespace paretune
