// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Text into words before the BPE: the pre_tokenizer of tokenizer.json.
#include <functional>

#include "training/api/schema.h"
#include "training/data/tokenizers/text.h"

namespace paretune {

using SplitStep = std::function<void(std::vector<Segment>&, TextArena&)>;

struct PreTokenizer {
  std::vector<SplitStep> steps;
  bool byte_level = false;  // words are spelled in the byte alphabet

  void split(std::vector<Segment>& pieces, TextArena& arena) const {
    for (const SplitStep& step : steps) step(pieces, arena);
  }
};

// `json`: null, or the pre_tokenizer object.
PreTokenizer make_pre_tokenizer(const Json& json, const std::string& where);

}  // namespace paretune
