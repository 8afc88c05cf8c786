// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Tokens that are found in the text before anything else: special ones and those added later.
#include <string>
#include <unordered_map>
#include <vector>

#include "training/data/tokenizers/text.h"

namespace paretune {

struct AddedToken {
  std::string content;
  int32_t id = 0;
  bool single_word = false, lstrip = false, rstrip = false, normalized = true, special = false;
};

// Finds the leftmost, longest tokens of a set.
class AddedTokenMatcher {
 public:
  void add(const AddedToken& token, std::string_view content);  // content: as it looks after normalisation
  bool empty() const { return m_tokens.empty(); }

  struct Part {
    Span span;
    int32_t id;  // -1: text between tokens
  };
  std::vector<Part> split(std::string_view text) const;

 private:
  const AddedToken* longest_at(std::string_view text, std::size_t at, std::size_t& length) const;

  std::vector<AddedToken> m_tokens;
  std::unordered_map<uint64_t, uint32_t> m_children;  // node << 8 | byte
  std::vector<int32_t> m_ends = {-1};                 // per node: token index
  bool m_starts[256] = {};
};

}  // namespace paretune
