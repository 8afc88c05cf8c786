// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// JSON text from outside, looked over before it is parsed.
#include <cstddef>
#include <string>
#include <string_view>

namespace paretune {

inline constexpr std::size_t kRowSpare = std::size_t{128} << 20;       // a row of a million token ids with labels and mask takes 100 MB
inline constexpr std::size_t kDocumentSpare = std::size_t{256} << 20;  // the largest tokenizers, without line breaks, take 130 MB

// Throws Failure(input) when the text nests deeper than `depth`, or would take more memory as a Json value than twice its size and
// `spare`: [1,1,1,…] takes sixteen times its size and more. In one pass, before parsing.
void check_json(std::string_view text, int depth, const std::string& where, std::size_t spare);

// The same refusal for a Json array of `values` numbers made from `text_bytes` of text.
void check_json_numbers(std::size_t values, std::size_t text_bytes, const std::string& where, std::size_t spare);

}  // namespace paretune
