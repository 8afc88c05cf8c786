// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What can be set: forms, JSON, command line, validation and docs are all made from these values.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "training/api/result.h"

namespace paretune {

using Json = nlohmann::json;  // keys sorted: dump() is canonical

enum class ParamType {
  boolean,
  integer,
  number,
  text,
  choice,     // one of `choices`
  text_list,  // array of strings, or one string
  any,        // the owner checks the shape (e.g. int or list of ints, dict of patterns)
};

struct ParamSpec {
  std::string key;  // HF / PEFT name, letter for letter
  ParamType type = ParamType::text;
  Json default_value;  // null means "not set"; a param whose default is null also accepts null
  std::string help;    // one sentence
  std::optional<double> min, max;
  std::vector<std::string> choices;
  bool advanced = false;  // folded away in forms
};

struct ParamSchema {
  std::vector<ParamSpec> params;

  const ParamSpec* find(const std::string& key) const;
  Json defaults() const;
  // `given` over the defaults. Errors (kind input) name the key, the range or the nearest known key. `where`: "peft", "training".
  Result<Json> complete(const Json& given, const std::string& where) const;
};

// Closest candidate by edit distance; empty when nothing is near.
std::string nearest_name(const std::string& name, const std::vector<std::string>& candidates);

}  // namespace paretune
