// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Python's string operations on UTF-8; places and lengths count code points. All take linear time.
#include <functional>
#include <optional>

#include "training/data/templates/value.h"

namespace paretune::jinja {

int64_t length_of(std::string_view text);
std::size_t offset_of(std::string_view text, int64_t code_points);  // byte offset, text.size() beyond the end
std::vector<std::string_view> characters(std::string_view text);
// Linear for any text; npos when it is not there.
std::size_t find_text(std::string_view text, std::string_view what, std::size_t from = 0);

enum class Side { left, right, both };
// Without `chars`: white space.
std::string_view strip(std::string_view text, const std::optional<std::string>& chars, Side side);
std::vector<std::string> split(std::string_view text, const std::optional<std::string>& separator, int64_t limit, bool from_right);
std::vector<std::string> split_lines(std::string_view text, bool keep_ends);
std::string replaced(std::string_view text, std::string_view what, std::string_view with, int64_t limit);
std::string upper(std::string_view text);
std::string lower(std::string_view text);
std::string capitalized(std::string_view text);
std::string title(std::string_view text);     // str.title(): any run of letters is a word
bool all_of(std::string_view text, const std::function<bool(uint32_t)>& test);  // and not empty
bool is_letter(uint32_t c);
bool is_upper(uint32_t c);
bool is_lower(uint32_t c);
// "%s and %d" % values, with %s %r %d %i %f %x %% and widths.
std::string percent_format(std::string_view format, const std::vector<Value>& values);

}  // namespace paretune::jinja
