// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/pattern.h"

#include "training/peft/common/regex.h"

namespace paretune {

Json pattern_value(const Json& patterns, const std::string& module, const Json& fallback, const std::string& where) {
  if (!patterns.is_object()) return fallback;
  for (const auto& [key, value] : patterns.items()) {
    if (Regex("(.*\\.)?(" + key + ")", where).full_match(module)) return value;
  }
  return fallback;
}

void check_pattern(const Json& patterns, const std::string& where, bool whole_numbers) {
  if (patterns.is_null()) return;
  if (!patterns.is_object()) fail(ErrorKind::input, "must be an object of module names and values, not " + patterns.dump(), where);
  for (const auto& [key, value] : patterns.items()) {
    if (whole_numbers ? !(value.is_number_integer() && value.get<int64_t>() > 0) : !value.is_number()) {
      fail(ErrorKind::input, "the value of \"" + key + "\" must be a " + (whole_numbers ? "positive whole number" : "number"), where);
    }
  }
}

}  // namespace paretune
