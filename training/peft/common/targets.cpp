// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/targets.h"

#include <algorithm>
#include <set>

#include "training/peft/common/target_rules.h"

namespace paretune {
namespace {

constexpr std::size_t kShortenFrom = 20;  // PEFT's MIN_TARGET_MODULES_FOR_OPTIMIZATION

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<std::string> unique(std::vector<std::string> list) {
  std::set<std::string> seen;
  std::erase_if(list, [&](const std::string& entry) { return !seen.insert(entry).second; });
  return list;
}

void fill_targets(CausalLm& model, const std::vector<ModelModule>& modules, Json& config, const Json& usual) {
  Json& targets = config["target_modules"];
  if (targets.is_null()) {
    if (usual.is_null()) {
      fail(ErrorKind::input, "there is no usual choice for models of type \"" + model.config.model_type + "\"", "peft.target_modules",
           "Name the modules, for example [\"q_proj\", \"v_proj\"], or \"all-linear\".");
    }
    targets = usual;
  }
  if (targets.is_string() && lower(targets.get<std::string>()) == "all-linear") {
    targets = Json::array();
    for (const auto& module : modules) {
      if (module.linear && module.linear != &model.head()) targets.push_back(module.name);
    }
  }
  if (!targets.is_array()) return;
  std::vector<std::string> list = unique(text_list(targets));
  if (list.size() >= kShortenFrom && config.value("peft_type", "") != "IA3") {
    std::vector<std::string> others;
    for (const auto& module : modules) {
      if (!holds_name(list, module.name) && !holds_ending(list, module.name)) others.push_back(module.name);
    }
    const auto shorter = shortest_suffixes(list, others);
    if (shorter.size() < list.size()) list = shorter;
  }
  targets = list;
}

[[noreturn]] void fail_nothing_left(const Json& config, bool some_excluded, const std::vector<ModelModule>& modules) {
  std::string leaves;
  std::set<std::string> seen;
  for (const auto& module : modules) {
    if (!module.is_leaf()) continue;
    const std::string leaf = module.name.substr(module.name.rfind('.') + 1);
    if (seen.insert(leaf).second) leaves += (leaves.empty() ? "" : ", ") + leaf;
  }
  std::string message = some_excluded ? "no module is left: exclude_modules or modules_to_save take away what target_modules chooses"
                                      : "no module of the model matches " + config.at("target_modules").dump();
  const Json layers = config.value("layers_to_transform", Json()), pattern = config.value("layers_pattern", Json());
  if (!layers.is_null()) message += " within layers_to_transform " + layers.dump();
  if (!pattern.is_null()) message += " and layers_pattern " + pattern.dump();
  fail(ErrorKind::input, message, "peft.target_modules", "The model has: " + leaves + ".");
}

}  // namespace

std::vector<std::pair<std::string, ParamPtr*>> ModelModule::params() const {
  std::vector<std::pair<std::string, ParamPtr*>> out;
  if (linear) out = {{"weight", &linear->weight}, {"bias", &linear->bias}};
  if (embedding) out = {{"weight", &embedding->weight}};
  if (norm) out = {{"weight", &norm->weight}, {"bias", &norm->bias}};
  std::erase_if(out, [](const auto& entry) { return !*entry.second; });
  return out;
}

std::vector<ModelModule> model_modules(CausalLm& model) {
  std::vector<ModelModule> leaves, out;
  leaves.push_back({.name = model.embeddings().name, .embedding = &model.embeddings()});
  if (Embedding* positions = model.position_embeddings()) leaves.push_back({.name = positions->name, .embedding = positions});
  for (Linear* linear : model.linears()) {
    if (linear != &model.head()) leaves.push_back({.name = linear->name, .linear = linear});
  }
  for (Norm* norm : model.norms()) leaves.push_back({.name = norm->name, .norm = norm});
  leaves.push_back({.name = model.head().name, .linear = &model.head()});
  std::set<std::string> seen;
  for (auto& leaf : leaves) {
    for (std::size_t dot = leaf.name.find('.'); dot != std::string::npos; dot = leaf.name.find('.', dot + 1)) {
      const std::string container = leaf.name.substr(0, dot);
      if (seen.insert(container).second) out.push_back({.name = container});
    }
    out.push_back(std::move(leaf));
  }
  return out;
}

std::vector<std::string> text_list(const Json& value) { return TargetRules::list_of(value); }

std::vector<ModelModule> find_targets(CausalLm& model, Json& config, const Json& usual) {
  static const std::set<std::string> ignores_pattern_alone = {"ADAMSS", "C3A", "GRALORA", "HIRA", "MISS", "RANDLORA", "UNILORA"};  // where PEFT's config does not look
  const bool pattern_alone = !names_nothing(config.value("layers_pattern", Json())) && config.value("layers_to_transform", Json()).is_null();
  if (pattern_alone && !ignores_pattern_alone.count(config.value("peft_type", ""))) {
    fail(ErrorKind::input, "needs layers_to_transform as well", "peft.layers_pattern", "Set layers_to_transform, or remove layers_pattern.");
  }
  const std::vector<ModelModule> modules = model_modules(model);
  fill_targets(model, modules, config, usual);
  const TargetRules rules(config);
  std::vector<ModelModule> found;
  bool some_excluded = false;
  for (const auto& module : modules) {
    const TargetMatch match = rules.match(module.name);
    if (match == TargetMatch::yes) found.push_back(module);
    if (match == TargetMatch::excluded) some_excluded = true;
  }
  if (found.empty()) fail_nothing_left(config, some_excluded, modules);
  return found;
}

std::vector<ModelModule> find_modules_to_save(CausalLm& model, const Json& config, const std::vector<ModelModule>& targets) {
  const char* where = "peft.modules_to_save";
  const std::vector<ModelModule> modules = model_modules(model);
  std::set<std::string> chosen;
  for (const auto& entry : text_list(config.value("modules_to_save", Json()))) {
    bool met = false;
    for (const auto& module : modules) {
      if (entry.empty() || !module.name.ends_with(entry)) continue;
      met = true;
      for (const auto& leaf : modules) {
        if (leaf.is_leaf() && (leaf.name == module.name || leaf.name.starts_with(module.name + "."))) chosen.insert(leaf.name);
      }
    }
    const bool usual_head = model.classifies() && (entry == "classifier" || entry == "score");  // PEFT names both and finds one
    if (!met && !usual_head)
      fail(ErrorKind::input, "the model has no module \"" + entry + "\"", where,
           "Name modules of the model, for example \"lm_head\" or \"embed_tokens\".");
  }
  std::vector<ModelModule> out;
  for (const auto& module : modules) {
    if (!chosen.count(module.name)) continue;
    for (const auto& target : targets) {
      if (target.name == module.name)
        fail(ErrorKind::input, "\"" + module.name + "\" is targeted by the adapter too", where, "Take it out of one of the two lists.");
    }
    out.push_back(module);
  }
  return out;
}

std::vector<std::string> shortest_suffixes(const std::vector<std::string>& targets, const std::vector<std::string>& others) {
  auto suffixes = [](const std::string& name) {  // shortest first
    std::vector<std::string> out;
    for (std::size_t dot = name.rfind('.'); dot != std::string::npos; dot = dot == 0 ? std::string::npos : name.rfind('.', dot - 1)) {
      out.push_back(name.substr(dot + 1));
    }
    out.push_back(name);
    return out;
  };
  std::set<std::string> taken;
  for (const auto& other : others) {
    for (auto& suffix : suffixes(other)) taken.insert(std::move(suffix));
  }
  std::vector<std::pair<std::vector<std::string>, std::string>> order;
  for (const auto& target : targets) order.emplace_back(suffixes(target), target);
  std::sort(order.begin(), order.end());
  std::vector<std::string> out;
  for (const auto& [candidates, target] : order) {
    for (const auto& candidate : candidates) {
      if (holds_name(out, candidate) || taken.count(candidate)) continue;
      if (!holds_ending(out, target)) {
        out.push_back(candidate);
        break;
      }
    }
  }
  return out.empty() ? targets : out;
}

}  // namespace paretune
