// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Byte-pair encoding of one word, merge for merge as `tokenizers` does it, in O(n log n).
#include <array>
#include <string>
#include <unordered_map>

#include "training/data/tokenizer.h"
#include "training/data/tokenizers/text.h"

namespace paretune {

struct BpeOptions {
  bool byte_level = false;     // the vocabulary spells bytes in the byte alphabet
  bool ignore_merges = false;  // a word that is a token needs no merging
  bool byte_fallback = false;  // unknown characters become <0xNN> tokens
  bool fuse_unk = false;
  std::string unk_token;       // empty: unknown characters are dropped
};

using Vocabulary = std::unordered_map<std::string, int32_t>;

class Bpe {
 public:
  // Throws Failure when a merge names a token that the vocabulary lacks.
  Bpe(const Vocabulary& vocabulary, const std::vector<std::pair<std::string, std::string>>& merges, BpeOptions options, const std::string& where);
  void encode(const Segment& word, std::vector<Tokenizer::Piece>& out) const;

 private:
  struct Merge {
    uint64_t key = kEmpty;
    int32_t rank = 0, id = 0;
  };
  struct Symbol {
    int32_t id;
    uint32_t length;  // bytes; 0 once merged away
    int32_t previous, next;
  };
  static constexpr uint64_t kEmpty = ~uint64_t{0};
  static uint64_t key_of(int32_t a, int32_t b) { return static_cast<uint64_t>(static_cast<uint32_t>(a)) << 32 | static_cast<uint32_t>(b); }
  static uint64_t mix(uint64_t key);
  const Merge* find(int32_t a, int32_t b) const;
  void first_symbols(std::string_view word, std::vector<Symbol>& out) const;
  void char_symbols(std::string_view word, std::vector<Symbol>& out) const;
  void merge_short(std::vector<Symbol>& symbols) const;
  void merge_long(std::vector<Symbol>& symbols) const;

  BpeOptions m_options;
  std::vector<Merge> m_merges;  // open addressing
  uint64_t m_mask = 0;
  std::array<int32_t, 256> m_bytes;  // byte -> id: of its letter, or of <0xNN> for byte_fallback
  Vocabulary m_words;                // for ignore_merges and character vocabularies
  bool m_fallback = false;           // all <0xNN> are there
  int32_t m_unk = -1;
};

}  // namespace paretune
