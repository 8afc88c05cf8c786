// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The usual splitting expressions, hand-written: one pass, no backtracking.
#include <optional>

#include "training/data/tokenizers/text.h"

namespace paretune {

enum class Scanner { gpt2, llama3, qwen2 };

extern const char* const kGpt2Regex;
extern const char* const kLlama3Regex;  // digits in groups of up to three
extern const char* const kQwen2Regex;   // digits one by one

std::optional<Scanner> scanner_for(std::string_view regex);
// Pieces that cover the text.
std::vector<Span> scan(Scanner scanner, std::string_view text);

}  // namespace paretune
