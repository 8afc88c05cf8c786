// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/core/sweep_labels.h"

#include <map>
#include <set>

namespace paretune {
namespace {

void flatten(const Json& json, const std::string& prefix, std::map<std::string, std::string>& out) {
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) flatten(value, prefix.empty() ? key : prefix + "." + key, out);
  } else {
    out[prefix] = json.is_string() ? json.get<std::string>() : json.dump();
  }
}

}  // namespace

std::vector<std::string> labels_of(const std::vector<RunConfig>& configs) {
  std::vector<std::map<std::string, std::string>> flat(configs.size());
  std::map<std::string, std::set<std::string>> values;  // a method's own keys are compared within the method
  const auto scope = [&](std::size_t i, const std::string& key) { return key.starts_with("peft.") ? configs[i].peft_type() + "|" + key : key; };
  for (std::size_t i = 0; i < configs.size(); ++i) {
    Json json = configs[i].to_json();
    for (const char* key : {"name", "sample_prompts"}) json.erase(key);
    for (const char* key : {"seed", "data_seed"}) json["training"].erase(key);
    flatten(json, "", flat[i]);
  }
  std::set<std::string> keys;
  for (const auto& one : flat) {
    for (const auto& [key, value] : one) keys.insert(key);
  }
  const auto at = [&](std::size_t i, const std::string& key) { return flat[i].contains(key) ? flat[i].at(key) : std::string("default"); };
  for (std::size_t i = 0; i < configs.size(); ++i) {
    for (const auto& key : keys) values[scope(i, key)].insert(at(i, key));
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < configs.size(); ++i) {
    std::string label = configs[i].peft_type();
    for (const auto& key : keys) {
      if (key == "peft.peft_type" || values[scope(i, key)].size() < 2) continue;
      label += ", " + key.substr(key.rfind('.') + 1) + "=" + at(i, key);
    }
    out.push_back(label);
  }
  return out;
}

}  // namespace paretune
