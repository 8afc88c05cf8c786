// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/added_tokens.h"

#include <algorithm>

namespace paretune {
namespace {

// Start of the code point that ends before `end`.
std::size_t code_point_before(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  while (at > 0 && end - at < 4 && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

bool word_before(std::string_view text, std::size_t at) { return at > 0 && is_word_char(code_point_at(text, code_point_before(text, at)).value); }
bool word_after(std::string_view text, std::size_t at) { return at < text.size() && is_word_char(code_point_at(text, at).value); }

}  // namespace

void AddedTokenMatcher::add(const AddedToken& token, std::string_view content) {
  if (content.empty()) return;
  m_starts[static_cast<uint8_t>(content[0])] = true;
  uint32_t node = 0;
  for (const char c : content) {
    const uint64_t key = static_cast<uint64_t>(node) << 8 | static_cast<uint8_t>(c);
    const auto [it, added] = m_children.try_emplace(key, static_cast<uint32_t>(m_ends.size()));
    if (added) m_ends.push_back(-1);
    node = it->second;
  }
  if (m_ends[node] >= 0) return;  // the first of two equal tokens counts
  m_ends[node] = static_cast<int32_t>(m_tokens.size());
  m_tokens.push_back(token);
}

const AddedToken* AddedTokenMatcher::longest_at(std::string_view text, std::size_t at, std::size_t& length) const {
  uint32_t node = 0;
  int32_t best = -1;
  for (std::size_t i = at; i < text.size(); ++i) {
    const auto it = m_children.find(static_cast<uint64_t>(node) << 8 | static_cast<uint8_t>(text[i]));
    if (it == m_children.end()) break;
    node = it->second;
    if (m_ends[node] >= 0) {
      best = m_ends[node];
      length = i + 1 - at;
    }
  }
  return best < 0 ? nullptr : &m_tokens[static_cast<std::size_t>(best)];
}

std::vector<AddedTokenMatcher::Part> AddedTokenMatcher::split(std::string_view text) const {
  std::vector<Part> out;
  std::size_t done = 0;
  for (std::size_t at = 0; at < text.size() && !m_tokens.empty();) {
    std::size_t length = 0;
    const AddedToken* token = m_starts[static_cast<uint8_t>(text[at])] ? longest_at(text, at, length) : nullptr;
    if (!token) {
      ++at;
      continue;
    }
    std::size_t begin = at, end = at + length;
    at = end;
    if (token->single_word && (word_before(text, begin) || word_after(text, end))) continue;
    if (token->lstrip) {
      while (begin > done) {
        const std::size_t before = code_point_before(text, begin);
        if (before < done || char_class(code_point_at(text, before).value) != CharClass::space) break;
        begin = before;
      }
    }
    if (token->rstrip) {
      while (end < text.size()) {
        const CodePoint c = code_point_at(text, end);
        if (char_class(c.value) != CharClass::space) break;
        end += c.length;
      }
    }
    begin = std::max(begin, done);
    if (begin > done) out.push_back({{done, begin}, -1});
    out.push_back({{begin, std::max(begin, end)}, token->id});
    done = std::max(begin, end);
  }
  if (done < text.size()) out.push_back({{done, text.size()}, -1});
  return out;
}

}  // namespace paretune
