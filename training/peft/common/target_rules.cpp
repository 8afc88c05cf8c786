// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/target_rules.h"

#include <algorithm>

namespace paretune {

TargetRules::TargetRules(const Json& config) {
  const Json targets = config.at("target_modules"), excluded = config.value("exclude_modules", Json());
  if (targets.is_string()) m_target.emplace(targets.get<std::string>(), "peft.target_modules");
  else m_targets = list_of(targets);
  if (!names_nothing(excluded)) {
    if (excluded.is_string()) m_exclude.emplace(excluded.get<std::string>(), "peft.exclude_modules");
    else m_excluded = list_of(excluded);
  }
  for (const auto& entry : list_of(config.value("modules_to_save", Json()))) {
    m_saved.emplace_back("(^|.*\\.)" + entry + "($|\\..*)", "peft.modules_to_save");
  }
  read_layers(config.value("layers_to_transform", Json()));
  for (const auto& pattern : list_of(config.value("layers_pattern", Json()))) {
    if (!pattern.empty()) m_layer_patterns.emplace_back("(?:^|.*?\\.)" + pattern + "\\.(?P<idx>\\d+)\\.", "peft.layers_pattern");
  }
  if (m_layer_patterns.empty()) m_layer_patterns.emplace_back(".*?\\.[^.]*\\.(?P<idx>\\d+)\\.", "peft.layers_pattern");
}

TargetMatch TargetRules::match(const std::string& name) const {
  if (m_exclude ? m_exclude->full_match(name) : (holds_name(m_excluded, name) || holds_ending(m_excluded, name))) return TargetMatch::excluded;
  for (const auto& saved : m_saved) {
    if (saved.full_match(name)) return TargetMatch::excluded;
  }
  if (m_target) return m_target->full_match(name) ? TargetMatch::yes : TargetMatch::no;
  if (holds_name(m_targets, name)) return TargetMatch::yes;
  return holds_ending(m_targets, name) && in_layers(name) ? TargetMatch::yes : TargetMatch::no;
}

void TargetRules::read_layers(const Json& layers) {
  if (layers.is_null()) return;
  const Json list = layers.is_array() ? layers : Json::array({layers});
  for (const auto& layer : list) {
    if (!layer.is_number_integer()) {
      fail(ErrorKind::input, "must be a whole number or a list of whole numbers, not " + layers.dump(), "peft.layers_to_transform");
    }
    m_layers.insert(layer.get<int64_t>());
  }
}

bool TargetRules::in_layers(const std::string& name) const {
  if (m_layers.empty()) return true;
  for (const auto& pattern : m_layer_patterns) {
    if (const auto index = pattern.group_at_start(name, "idx")) return index->size() < 10 && m_layers.count(std::stoll(*index)) > 0;
  }
  return false;
}

std::vector<std::string> TargetRules::list_of(const Json& value) {
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

bool names_nothing(const Json& value) {
  return value.is_null() || (value.is_string() && value.get<std::string>().empty()) || (!value.is_string() && value.empty());
}
bool holds_name(const std::vector<std::string>& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); }
bool holds_ending(const std::vector<std::string>& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& entry) { return name.ends_with("." + entry); });
}

}  // namespace paretune
