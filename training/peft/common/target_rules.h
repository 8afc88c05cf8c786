// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// PEFT's rules over module names, without a model.
#include <set>

#include "training/api/schema.h"
#include "training/peft/common/regex.h"

namespace paretune {

enum class TargetMatch { no, yes, excluded };

// All rules of one config, expressions compiled once: target_modules (a list, or one expression), exclude_modules, modules_to_save,
// layers_to_transform and layers_pattern. Throws Failure(input) for a malformed one.
class TargetRules {
 public:
  explicit TargetRules(const Json& config);
  TargetMatch match(const std::string& name) const;

  // One text or a list of texts as a list; null gives none.
  static std::vector<std::string> list_of(const Json& value);

 private:
  void read_layers(const Json& layers);
  bool in_layers(const std::string& name) const;

  std::optional<Regex> m_target, m_exclude;
  std::vector<std::string> m_targets, m_excluded;
  std::vector<Regex> m_saved, m_layer_patterns;
  std::set<int64_t> m_layers;
};

bool names_nothing(const Json& value);  // null, "" or []
bool holds_name(const std::vector<std::string>& list, const std::string& name);
bool holds_ending(const std::vector<std::string>& list, const std::string& name);  // an entry that `name` ends with, after a dot

}  // namespace paretune
