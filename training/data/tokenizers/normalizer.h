// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The normalizer of tokenizer.json: NFC, Prepend, Replace and sequences of them.
#include "training/data/tokenizers/pre_tokenizer.h"

namespace paretune {

using NormalizeStep = std::function<Segment(const Segment&, TextArena&)>;

struct Normalizer {
  std::vector<NormalizeStep> steps;
  Segment apply(Segment text, TextArena& arena) const {
    for (const NormalizeStep& step : steps) text = step(text, arena);
    return text;
  }
};
Normalizer make_normalizer(const Json& json, const std::string& where);
// NFC in linear time; the segment itself when nothing changes.
Segment normalize_nfc(const Segment& text, TextArena& arena);

}  // namespace paretune
