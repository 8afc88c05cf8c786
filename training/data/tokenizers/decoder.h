// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The decoder of tokenizer.json: token texts back to text.
#include <functional>
#include <string>
#include <vector>

#include "training/api/schema.h"

namespace paretune {

using DecodeStep = std::function<std::vector<std::string>(std::vector<std::string>)>;

struct Decoder {
  std::vector<DecodeStep> steps;
  bool present = false;  // without a decoder, tokens are joined with spaces
  std::string decode(std::vector<std::string> tokens) const;
};
Decoder make_decoder(const Json& json, const std::string& where);

// The byte NN of "<0xNN>", or -1.
int fallback_byte(std::string_view token);

}  // namespace paretune
