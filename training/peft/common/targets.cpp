// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/targets.h"

#include <algorithm>
#include <set>

#include "training/peft/common/regex.h"

namespace paretune {
namespace {

constexpr std::size_t kShortenFrom = 20;  // PEFT's MIN_TARGET_MODULES_FOR_OPTIMIZATION
enum class Match { no, yes, excluded };

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool named(const std::vector<std::string>& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); }
bool ends_with_part(const std::vector<std::string>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& entry) { return name.ends_with("." + entry); });
}
Json value_of(const Json& config, const char* key) { return config.contains(key) ? config.at(key) : Json(); }
bool is_empty(const Json& value) {
  return value.is_null() || (value.is_string() && value.get<std::string>().empty()) || (!value.is_string() && value.empty());
}

// All rules of one config, expressions compiled once.
class Rules {
 public:
  explicit Rules(const Json& config) {
    const Json targets = config.at("target_modules"), excluded = value_of(config, "exclude_modules");
    if (targets.is_string()) m_target.emplace(targets.get<std::string>(), "peft.target_modules");
    else m_targets = text_list(targets);
    if (!is_empty(excluded)) {
      if (excluded.is_string()) m_exclude.emplace(excluded.get<std::string>(), "peft.exclude_modules");
      else m_excluded = text_list(excluded);
    }
    for (const auto& entry : text_list(value_of(config, "modules_to_save"))) {
      m_saved.emplace_back("(^|.*\\.)" + entry + "($|\\..*)", "peft.modules_to_save");
    }
    read_layers(value_of(config, "layers_to_transform"));
    for (const auto& pattern : text_list(value_of(config, "layers_pattern"))) {
      if (!pattern.empty()) m_layer_patterns.emplace_back("(?:^|.*?\\.)" + pattern + "\\.(?P<idx>\\d+)\\.", "peft.layers_pattern");
    }
    if (m_layer_patterns.empty()) m_layer_patterns.emplace_back(".*?\\.[^.]*\\.(?P<idx>\\d+)\\.", "peft.layers_pattern");
  }

  Match match(const std::string& name) const {
    if (m_exclude ? m_exclude->full_match(name) : (named(m_excluded, name) || ends_with_part(m_excluded, name))) return Match::excluded;
    for (const auto& saved : m_saved) {
      if (saved.full_match(name)) return Match::excluded;
    }
    if (m_target) return m_target->full_match(name) ? Match::yes : Match::no;
    if (named(m_targets, name)) return Match::yes;
    return ends_with_part(m_targets, name) && in_layers(name) ? Match::yes : Match::no;
  }

 private:
  void read_layers(const Json& layers) {
    if (layers.is_null()) return;
    const Json list = layers.is_array() ? layers : Json::array({layers});
    for (const auto& layer : list) {
      if (!layer.is_number_integer()) {
        fail(ErrorKind::input, "must be a whole number or a list of whole numbers, not " + layers.dump(), "peft.layers_to_transform");
      }
      m_layers.insert(layer.get<int64_t>());
    }
  }

  bool in_layers(const std::string& name) const {
    if (m_layers.empty()) return true;
    for (const auto& pattern : m_layer_patterns) {
      if (const auto index = pattern.group_at_start(name, "idx")) return index->size() < 10 && m_layers.count(std::stoll(*index)) > 0;
    }
    return false;
  }

  std::optional<Regex> m_target, m_exclude;
  std::vector<std::string> m_targets, m_excluded;
  std::vector<Regex> m_saved, m_layer_patterns;
  std::set<int64_t> m_layers;
};

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
      if (!named(list, module.name) && !ends_with_part(list, module.name)) others.push_back(module.name);
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
  const Json layers = value_of(config, "layers_to_transform"), pattern = value_of(config, "layers_pattern");
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

std::vector<std::string> text_list(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return {value.get<std::string>()};
  std::vector<std::string> out;
  if (!value.is_array()) fail(ErrorKind::input, "must be a text or a list of texts, not " + value.dump(), "peft");
  for (const auto& entry : value) {
    if (!entry.is_string()) fail(ErrorKind::input, "must be a list of texts, not " + value.dump(), "peft");
    out.push_back(entry);
  }
  return out;
}

std::vector<ModelModule> find_targets(CausalLm& model, Json& config, const Json& usual) {
  static const std::set<std::string> ignores_pattern_alone = {"ADAMSS", "C3A", "GRALORA", "HIRA", "MISS", "RANDLORA", "UNILORA"};  // where PEFT's config does not look
  const bool pattern_alone = !is_empty(value_of(config, "layers_pattern")) && value_of(config, "layers_to_transform").is_null();
  if (pattern_alone && !ignores_pattern_alone.count(config.value("peft_type", ""))) {
    fail(ErrorKind::input, "needs layers_to_transform as well", "peft.layers_pattern", "Set layers_to_transform, or remove layers_pattern.");
  }
  const std::vector<ModelModule> modules = model_modules(model);
  fill_targets(model, modules, config, usual);
  const Rules rules(config);
  std::vector<ModelModule> found;
  bool some_excluded = false;
  for (const auto& module : modules) {
    const Match match = rules.match(module.name);
    if (match == Match::yes) found.push_back(module);
    if (match == Match::excluded) some_excluded = true;
  }
  if (found.empty()) fail_nothing_left(config, some_excluded, modules);
  return found;
}

std::vector<ModelModule> find_modules_to_save(CausalLm& model, const Json& config, const std::vector<ModelModule>& targets) {
  const char* where = "peft.modules_to_save";
  const std::vector<ModelModule> modules = model_modules(model);
  std::set<std::string> chosen;
  for (const auto& entry : text_list(value_of(config, "modules_to_save"))) {
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
      if (named(out, candidate) || taken.count(candidate)) continue;
      if (!ends_with_part(out, target)) {
        out.push_back(candidate);
        break;
      }
    }
  }
  return out.empty() ? targets : out;
}

}  // namespace paretune
