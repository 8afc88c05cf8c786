// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Compares a tokenizer with cases that tests/goldens/make_tokenizer_goldens.py wrote.
#include <gtest/gtest.h>

#include "training/core/files.h"
#include "training/data/tokenizer.h"

namespace paretune::test {

inline std::shared_ptr<const Tokenizer> load_json_tokenizer(const std::string& path) {
  TokenizerSource source;
  source.tokenizer_json = read_json_file(path).value();
  return Tokenizer::load(source, path).value();
}

// `exact_spans`: without a normalizer, the pieces of a text follow each other without gaps.
inline void check_cases(const Tokenizer& tokenizer, const std::string& path, bool exact_spans) {
  const Json cases = read_json_file(path).value();
  ASSERT_GT(cases.size(), 0u);
  int wrong = 0;
  for (const Json& entry : cases) {
    const auto text = entry["text"].get<std::string>();
    const auto ids = entry["ids"].get<std::vector<int64_t>>();
    const auto plain = entry.contains("plain") ? entry["plain"].get<std::vector<int64_t>>() : ids;
    const auto decoded = entry.value("decoded", text);
    const auto skipped = entry.value("skipped", decoded);
    const auto pieces = tokenizer.encode_pieces(text, false);
    std::size_t at = 0;
    bool spans = true;
    for (const auto& piece : pieces) {
      spans &= piece.begin <= piece.end && piece.end <= text.size() && piece.begin >= (exact_spans ? at : 0);
      if (exact_spans) spans &= piece.begin == at;
      at = piece.end;
    }
    if (exact_spans) spans &= at == text.size();
    const bool same = tokenizer.encode(text, true) == ids && tokenizer.encode(text, false) == plain && tokenizer.decode(ids, false) == decoded &&
                      tokenizer.decode(ids, true) == skipped && spans;
    if (same) continue;
    if (++wrong <= 5) {
      ADD_FAILURE() << Json(text).dump(-1, ' ', true) << "\n  want " << Json(ids) << "\n  got  " << Json(tokenizer.encode(text, true)) << "\n  decoded " << Json(decoded).dump(-1, ' ', true)
                    << "\n  got     " << Json(tokenizer.decode(ids, false)).dump(-1, ' ', true) << "\n  spans " << spans;
    }
  }
  EXPECT_EQ(wrong, 0) << "of " << cases.size() << " in " << path;
}

}  // namespace paretune::test
