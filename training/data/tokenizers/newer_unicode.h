// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the `tokenizers` package 0.23 knows of Unicode where the libraries here know something else: its regular expressions are of Unicode 16,
// its Digits of Unicode 17, its normal forms of Unicode 9.
#include <utf8proc.h>

#include <optional>
#include <string>
#include <string_view>

namespace paretune {

// As of Unicode 16.
utf8proc_category_t category_of(uint32_t code_point);
// Numbers of any kind, as of Unicode 17.
bool is_numeric(uint32_t code_point);
// The text with every character that came after Unicode 14 replaced by an older one of the same category and length; nothing where there is none.
std::optional<std::string> with_older_characters(std::string_view text);
// Marks that came after Unicode 9: a normal form leaves them and what they follow as they are.
bool is_mark_after_unicode_9(uint32_t code_point);

}  // namespace paretune
