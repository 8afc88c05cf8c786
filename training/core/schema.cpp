// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/schema.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace paretune {
namespace {

const char* type_name(ParamType type) {
  switch (type) {
    case ParamType::boolean: return "true or false";
    case ParamType::integer: return "a whole number";
    case ParamType::number: return "a number";
    case ParamType::text: return "a text";
    case ParamType::choice: return "one of its choices";
    case ParamType::text_list: return "a text or a list of texts";
    case ParamType::any: return "a value";
  }
  return "a value";
}

std::string shortest(double value) {
  Json json = value;
  if (value == std::floor(value) && std::fabs(value) < 1e15) json = static_cast<int64_t>(value);
  return json.dump();
}

bool has_type(const ParamSpec& spec, const Json& value) {
  switch (spec.type) {
    case ParamType::boolean: return value.is_boolean();
    case ParamType::integer: return value.is_number_integer();
    case ParamType::number: return value.is_number();
    case ParamType::text:
    case ParamType::choice: return value.is_string();
    case ParamType::text_list:
      return value.is_string() || (value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& v) { return v.is_string(); }));
    case ParamType::any: return true;
  }
  return false;
}

std::string shown(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() > 60 ? text.substr(0, 57) + "..." : text;
}

// Empty when the value is fine.
std::optional<Error> check(const ParamSpec& spec, const Json& value, const std::string& where) {
  const std::string key = where + "." + spec.key;
  if (value.is_null() && spec.default_value.is_null()) return {};
  if (!has_type(spec, value)) {
    return Error{ErrorKind::input, "must be " + std::string(type_name(spec.type)) + ", not " + shown(value), key,
                 "Its default is " + spec.default_value.dump() + "."};
  }
  if (value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return Error{ErrorKind::input, shown(value) + " is beyond 2^63", key, "Its default is " + spec.default_value.dump() + "."};  // it would be read as a negative number
  }
  if (value.is_number()) {
    const double number = value.get<double>();
    if (!std::isfinite(number)) return Error{ErrorKind::input, "must be a finite number", key, {}};
    if (spec.min && number < *spec.min) {
      return Error{ErrorKind::input, shown(value) + " is below the least value " + shortest(*spec.min), key, "Give a value of at least " + shortest(*spec.min) + "."};
    }
    if (spec.max && number > *spec.max) {
      return Error{ErrorKind::input, shown(value) + " is above the largest value " + shortest(*spec.max), key, "Give a value of at most " + shortest(*spec.max) + "."};
    }
  }
  if (spec.type == ParamType::choice && std::find(spec.choices.begin(), spec.choices.end(), value.get<std::string>()) == spec.choices.end()) {
    std::string all;
    for (const auto& choice : spec.choices) all += (all.empty() ? "" : ", ") + choice;
    const std::string near = nearest_name(value.get<std::string>(), spec.choices);
    return Error{ErrorKind::input, shown(value) + " is not a known choice" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), key, "Choose one of: " + all + "."};
  }
  return {};
}

}  // namespace

const ParamSpec* ParamSchema::find(const std::string& key) const {
  for (const auto& spec : params) {
    if (spec.key == key) return &spec;
  }
  return nullptr;
}

Json ParamSchema::defaults() const {
  Json out = Json::object();
  for (const auto& spec : params) out[spec.key] = spec.default_value;
  return out;
}

Result<Json> ParamSchema::complete(const Json& given, const std::string& where) const {
  if (given.is_null()) return defaults();
  if (!given.is_object()) return Error{ErrorKind::input, "must be an object with keys, not " + shown(given), where, {}};
  Json out = defaults();
  for (const auto& [key, value] : given.items()) {
    const ParamSpec* spec = find(key);
    if (!spec) {
      std::vector<std::string> keys;
      for (const auto& known : params) keys.push_back(known.key);
      const std::string near = nearest_name(key, keys);
      return Error{ErrorKind::input, "unknown key \"" + key + "\"" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), where,
                   near.empty() ? "Remove it, or see README \"Run file\" for the known keys." : "Write \"" + near + "\", or remove the key."};
    }
    if (auto error = check(*spec, value, where)) return *error;
    out[key] = value;
  }
  return out;
}

std::string nearest_name(const std::string& name, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    std::vector<std::size_t> row(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= name.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= candidate.size(); ++j) {
        const bool same = std::tolower(static_cast<unsigned char>(name[i - 1])) == std::tolower(static_cast<unsigned char>(candidate[j - 1]));
        const std::size_t cost = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (same ? 0 : 1)});
        diagonal = row[j];
        row[j] = cost;
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

}  // namespace paretune
