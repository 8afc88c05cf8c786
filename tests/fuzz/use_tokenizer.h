// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/fuzz/fuzz_target.h"
#include "training/data/tokenizer.h"

namespace paretune::fuzz {

// Loads it, encodes a text with a bit of everything, and decodes the ids and each token. Throws what it throws.
inline void use_tokenizer(const TokenizerSource& source) {
  static const std::string kText = "Hello, w\xC3\xB6rld's  12345\n\n\t<s></s> <|im_start|>e\xCC\x81\xE4\xB8\xAD\xF0\x9F\x98\x80 \xff aaaaaaaaaa";
  const auto tokenizer = Tokenizer::load(source, "input").value();
  const auto pieces = tokenizer->encode_pieces(kText, true);
  std::vector<int64_t> ids;
  for (const auto& piece : pieces) {
    if (piece.begin > piece.end || piece.end > kText.size()) report("a token comes from outside the text", std::to_string(piece.begin) + " " + std::to_string(piece.end));
    if (piece.id < 0 || piece.id >= tokenizer->vocab_size()) report("an id is outside the vocabulary", std::to_string(piece.id));
    ids.push_back(piece.id);
  }
  if (tokenizer->encode(kText, true) != ids) report("encode and encode_pieces differ", "");
  for (int64_t id = -1; id <= std::min<int64_t>(tokenizer->vocab_size(), 300); ++id) ids.push_back(id);
  for (const int64_t id : ids) {
    tokenizer->token_bytes(id);
    tokenizer->token_text(id);
    tokenizer->is_special(id);
  }
  tokenizer->decode(ids, false);
  tokenizer->decode(ids, true);
}

}  // namespace paretune::fuzz
