// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Template text into tokens, with Jinja's white space rules under trim_blocks and lstrip_blocks.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paretune::jinja {

struct Token {
  enum class Type { data, variable_begin, variable_end, block_begin, block_end, name, integer, number, string, op, end };
  Type type = Type::end;
  std::string text;  // of a string: unescaped
  int line = 1;
  int64_t integer = 0;
  double number = 0;
};

// Throws Failure (kind input) with "line N" in its place.
std::vector<Token> tokenize(std::string_view source, const std::string& where);
[[noreturn]] void template_error(const std::string& message, const std::string& where, int line);

}  // namespace paretune::jinja
