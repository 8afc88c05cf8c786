// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/arrow.h"

#include <ATen/CPUGeneratorImpl.h>

#include "training/peft/common/init.h"
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/methods/lora_parts/lora_scale.h"

namespace paretune {
namespace {

constexpr const char* kWhere = "peft.arrow_config";
constexpr int kRounds = 15;

// What one expert adds to one layer.
struct Expert {
  Tensor a, b;  // (r, in), (out, r)
  double scale = 1;
};

// The strongest right singular direction of B A, by power iteration.
Tensor prototype(const Expert& expert, at::Generator& generator) {
  constexpr double kSmallest = 1e-8;
  const Tensor square = at::matmul(expert.b.t(), expert.b);
  Tensor v = at::empty({expert.a.size(1)}, at::kFloat).normal_(0, 1, generator).to(expert.a.device());
  v = v / (v.norm() + kSmallest);
  for (int i = 0; i < kRounds; ++i) {
    const Tensor w = at::matmul(expert.a.t(), at::matmul(square, at::matmul(expert.a, v)));
    v = w / (w.norm() + kSmallest);
  }
  return v;
}

class ArrowLinear final : public LinearAdapter {
 public:
  ArrowLinear(std::vector<Expert> experts, Tensor prototypes, const Json& options, double dropout, Tensor own_a, Tensor own_b)
      : m_experts(std::move(experts)), m_prototypes(std::move(prototypes)), m_top(options.at("top_k")), m_temperature(options.at("router_temperature")),
        m_dropout(dropout), m_own_a(std::move(own_a)), m_own_b(std::move(own_b)) {
    std::vector<Tensor> as, bs, scales;
    for (const auto& expert : m_experts) {
      as.push_back(expert.a);
      bs.push_back(expert.b * expert.scale);
    }
    m_down = at::cat(as, 0);
    m_up = at::cat(bs, 1);
  }

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const auto [best, which] = at::linear(x, m_prototypes).abs().topk(m_top, 1);
    const Tensor shares = at::zeros({x.size(0), m_prototypes.size(0)}, x.options()).scatter(1, which, at::softmax(best / m_temperature, 1));
    const Tensor low = at::linear(x, m_down) * shares.repeat_interleave(m_experts.front().a.size(0), 1);
    const Tensor change = at::linear(low, m_up);
    return inner(x) + (m_dropout > 0 && base.training ? at::dropout(change, m_dropout, true) : change);  // PEFT drops what comes out
  }
  std::pair<Tensor, Tensor> merged(const Tensor&, const Tensor&, const Linear&) const override {
    fail(ErrorKind::unsupported, "Arrow cannot be merged: it mixes anew for every token", "merge", "Export the adapter instead.");
  }
  // PEFT's router has factors of its own, which it neither uses nor trains.
  std::vector<AdapterTensor> tensors() const override { return {{"lora_A.weight", m_own_a, false}, {"lora_B.weight", m_own_b, false}}; }

 private:
  std::vector<Expert> m_experts;
  Tensor m_prototypes;  // (E, in)
  int64_t m_top;
  double m_temperature, m_dropout;
  Tensor m_own_a, m_own_b, m_down, m_up;  // m_down (E r, in), m_up (out, E r)
};

// LoRA adapters that lie on the model, switched off, for their tensors.
class Loaded {
 public:
  Loaded(CausalLm& model, const Json& folders) {
    if (folders.is_null()) return;
    for (const auto& folder : text_list(folders)) {
      const Json config = read_adapter_config(folder).value();
      const std::string init = config.value("init_lora_weights", Json(true)).dump();
      const bool moves_base = init.starts_with("\"pissa") || init == "\"olora\"" || init == "\"corda\"" || init == "\"loftq\"" || init == "\"lora_ga\"";
      if (config.at("peft_type") != Json("LORA") || config.value("bias", Json("none")) != Json("none") || moves_base ||
          !text_list(config.value("modules_to_save", Json())).empty()) {
        fail(ErrorKind::input, "\"" + folder + "\" is no LoRA that leaves the model's own weights alone", kWhere, "Use plain LoRA adapters.");
      }
      m_adapters.push_back(load_adapter(model, folder).value());
      m_adapters.back()->set_enabled(false);
      auto& tensors = m_tensors.emplace_back();
      for (auto& [name, tensor] : m_adapters.back()->saved()) tensors.emplace(name, tensor.detach());
    }
  }
  ~Loaded() {
    while (!m_adapters.empty()) m_adapters.pop_back();
  }
  Loaded(Loaded&&) = default;

  std::size_t size() const { return m_adapters.size(); }
  Adapter& at(std::size_t number) const { return *m_adapters[number]; }
  std::set<std::string> leaves(std::size_t number) const {  // last parts of the names of its modules
    std::set<std::string> out;
    for (const auto& [name, tensor] : m_tensors[number]) {
      const bool factor = name.ends_with(".lora_A.weight") || name.ends_with(".lora_B.weight");
      if (!factor) fail(ErrorKind::unsupported, "an expert is no plain LoRA of linear layers: it holds \"" + name + "\"", kWhere, "Use plain LoRA adapters.");
      const std::string module = name.substr(0, name.size() - std::string(".lora_A.weight").size());
      out.insert(module.substr(module.rfind('.') + 1));
    }
    return out;
  }
  int64_t rank(std::size_t number) const { return m_tensors[number].begin()->second.size(m_tensors[number].begin()->first.ends_with("lora_A.weight") ? 0 : 1); }
  Expert expert(std::size_t number, const std::string& module) const {
    const auto a = m_tensors[number].find(peft_prefix(module) + "lora_A.weight"), b = m_tensors[number].find(peft_prefix(module) + "lora_B.weight");
    if (a == m_tensors[number].end() || b == m_tensors[number].end()) {
      fail(ErrorKind::input, "an expert has nothing for \"" + module + "\", others have", kWhere, "All experts must adapt the same layers.");
    }
    return {a->second, b->second, lora_scale(m_adapters[number]->config, module, a->second.size(0))};
  }

 private:
  std::vector<std::unique_ptr<Adapter>> m_adapters;
  std::vector<std::map<std::string, Tensor>> m_tensors;
};

const ParamSchema& options_schema() {
  static const ParamSchema schema =
      make_schema({{whole_spec("top_k", 3, "How many adapters a token gets.", 1), number_spec("router_temperature", 1.0, "Lower makes the choice sharper.", {}, {}),
                    flag_spec("use_gks", false, "Take the mean of general adapters out of each."), whole_spec("rng_seed", nullptr, "Seed of the search for directions.", {}),
                    any_spec("task_adapter_names", nullptr, "Folders of the adapters."), any_spec("gks_adapter_names", nullptr, "Folders of the general adapters.")}});
  return schema;
}

Json names(const std::string& stem, std::size_t count) {
  Json out = Json::array();
  for (std::size_t i = 0; i < count; ++i) out.push_back(stem + std::to_string(i));
  return out;
}

class ArrowAdapter final : public Adapter {
 public:
  ArrowAdapter(std::unique_ptr<Adapter> router, std::shared_ptr<Loaded> tasks, std::shared_ptr<Loaded> general)
      : m_tasks(std::move(tasks)), m_general(std::move(general)), m_router(std::move(router)) {
    config = m_router->config;
    config["arrow_config"]["task_adapter_names"] = names("task_", m_tasks->size());
    config["arrow_config"]["gks_adapter_names"] = names("gks_", m_general->size());
  }
  NamedTensors trainable() override { return {}; }
  NamedTensors saved() override { return m_router->saved(); }
  void load(const std::map<std::string, Tensor>& tensors) override { m_router->load(tensors); }
  void set_enabled(bool on) override { m_router->set_enabled(on); }
  bool mergeable() const override { return false; }
  void merge() override { m_router->merge(); }
  void unmerge() override {}
  std::vector<std::pair<std::string, Adapter*>> parts() override {
    std::vector<std::pair<std::string, Adapter*>> out;
    for (std::size_t i = 0; i < m_tasks->size(); ++i) out.emplace_back("task_" + std::to_string(i), &m_tasks->at(i));
    for (std::size_t i = 0; i < m_general->size(); ++i) out.emplace_back("gks_" + std::to_string(i), &m_general->at(i));
    return out;
  }

 private:
  std::shared_ptr<Loaded> m_tasks, m_general;
  std::unique_ptr<Adapter> m_router;  // goes first: it lies on top of them
};

void check_alike(const Loaded& tasks, const Loaded& general) {
  const auto check = [&](const Loaded& loaded, std::size_t i) {
    if (loaded.rank(i) != tasks.rank(0)) fail(ErrorKind::input, "the adapters have different ranks", kWhere, "Use adapters of one rank.");
    if (loaded.leaves(i) != tasks.leaves(0)) fail(ErrorKind::input, "the adapters adapt different layers", kWhere, "Use adapters of the same target_modules.");
  };
  for (std::size_t i = 0; i < tasks.size(); ++i) check(tasks, i);
  for (std::size_t i = 0; i < general.size(); ++i) check(general, i);
}

}  // namespace

std::unique_ptr<Adapter> make_arrow(CausalLm& model, Json config, at::Generator& generator) {
  at::NoGradGuard no_grad;
  Json& options = config["arrow_config"];
  options = options_schema().complete(options, kWhere).value();
  if (options.at("router_temperature").get<double>() <= 0) fail(ErrorKind::input, "must be above 0", std::string(kWhere) + ".router_temperature");
  const bool subtract = options.at("use_gks") == Json(true);
  const auto tasks = std::make_shared<Loaded>(model, options.at("task_adapter_names"));
  const auto general = std::make_shared<Loaded>(model, subtract ? options.at("gks_adapter_names") : Json());
  if (tasks->size() == 0) {
    fail(ErrorKind::input, "names no adapter to route among", std::string(kWhere) + ".task_adapter_names", "Give a list of folders of LoRA adapters.");
  }
  if (subtract && general->size() == 0) fail(ErrorKind::input, "must name general adapters where use_gks is true", std::string(kWhere) + ".gks_adapter_names");
  if (options.at("top_k").get<std::size_t>() > tasks->size()) {
    fail(ErrorKind::input, "is more than the " + std::to_string(tasks->size()) + " adapters", std::string(kWhere) + ".top_k", "Choose at most as many.");
  }
  check_alike(*tasks, *general);
  config["r"] = tasks->rank(0);
  if (config.at("target_modules").is_null()) config["target_modules"] = tasks->leaves(0);
  LayerMethod method{.peft_type = "LORA", .mergeable = false, .merge_refusal = "Arrow cannot be merged: it mixes anew for every token"};
  method.linear = [&](Linear& layer) {
    std::vector<Expert> experts;
    for (std::size_t i = 0; i < tasks->size(); ++i) experts.push_back(tasks->expert(i, layer.name));
    if (subtract) {
      std::vector<Tensor> as, bs;
      for (std::size_t i = 0; i < general->size(); ++i) {
        as.push_back(general->expert(i, layer.name).a);
        bs.push_back(general->expert(i, layer.name).b);
      }
      const Tensor mean_a = at::stack(as).mean(0), mean_b = at::stack(bs).mean(0);
      for (auto& expert : experts) expert = {expert.a - mean_a, expert.b - mean_b, expert.scale};
    }
    std::vector<Tensor> directions;
    for (const auto& expert : experts) {
      // PEFT starts every search of one seed with the same numbers.
      at::Generator own = options.at("rng_seed").is_null() ? generator : at::make_generator<at::CPUGeneratorImpl>(options.at("rng_seed").get<uint64_t>());
      directions.push_back(prototype(expert, own));
    }
    const int64_t r = tasks->rank(0);
    const Tensor own_a = init::leaf(init::kaiming_uniform({r, layer.in_features()}, generator), layer.device()).requires_grad_(false);
    const Tensor own_b = at::zeros({layer.out_features(), r}, own_a.options());
    return std::make_shared<ArrowLinear>(std::move(experts), at::stack(directions), options, config.at("lora_dropout").get<double>(), own_a, own_b);
  };
  const Json completed = config;
  return std::make_unique<ArrowAdapter>(attach_layer_method(model, completed, Json(), method), tasks, general);
}

}  // namespace paretune
