// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// rank_pattern, alpha_pattern and their like: a value per layer, found by regular expressions over module names.
#include "training/api/schema.h"

namespace paretune {

// The value of the first key k for which (.*\.)?(k) matches the whole name, else `fallback` (PEFT's get_pattern_key).
// Keys are tried in sorted order, as PEFT does with every config it has read back: it writes them sorted.
Json pattern_value(const Json& patterns, const std::string& module, const Json& fallback, const std::string& where);

// Fails unless `patterns` is null or an object of numbers.
void check_pattern(const Json& patterns, const std::string& where, bool whole_numbers);

}  // namespace paretune
