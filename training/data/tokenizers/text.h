// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Code points, their classes, and the printable alphabet that byte-level vocabularies write bytes in.
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "training/api/result.h"

namespace paretune {

// The code point at text[at] and its length in bytes. Invalid UTF-8 gives U+FFFD and the length of the maximal subpart,
// as Python's errors="replace" counts it, with valid = false.
struct CodePoint {
  uint32_t value = 0;
  uint32_t length = 1;
  bool valid = true;
};
CodePoint long_code_point_at(std::string_view text, std::size_t at);  // of more than one byte
inline CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<uint8_t>(text[at]);
  return lead < 0x80 ? CodePoint{lead, 1, true} : long_code_point_at(text, at);
}
void append_code_point(std::string& out, uint32_t value);
// Every invalid sequence becomes U+FFFD.
std::string valid_utf8(std::string_view text);

// \p{L}, \p{N}, \s and the rest, as of Unicode 16 (what `tokenizers` 0.23 uses).
enum class CharClass : uint8_t { letter, number, space, other };
CharClass char_class(uint32_t code_point);
bool is_combining(uint32_t code_point);  // may combine with the character before it under NFC
bool is_word_char(uint32_t code_point);  // \w

// GPT-2's alphabet: each byte is one printable character.
uint32_t byte_to_char(uint8_t byte);
int char_to_byte(uint32_t code_point);  // -1: stands for no byte
// Bytes that a byte-level token spells; a token with a character outside the alphabet spells its own UTF-8.
std::string spelled_bytes(std::string_view token);
// False when a character is outside the alphabet.
bool spells_bytes(std::string_view token, std::string& bytes);

// Part of the text with the place each byte came from: origin[i] when set, else [base + i, base + i + 1).
struct Span {
  std::size_t begin = 0, end = 0;
};
struct Segment {
  std::string_view text;
  const Span* origin = nullptr;
  std::size_t base = 0;

  Segment part(std::size_t begin, std::size_t end) const {
    return {text.substr(begin, end - begin), origin ? origin + begin : nullptr, base + begin};
  }
  Span span(std::size_t begin, std::size_t end) const {
    if (!origin) return {base + begin, base + end};
    if (begin < end) return {origin[begin].begin, origin[end - 1].end};
    const std::size_t place = begin < text.size() ? origin[begin].begin : begin > 0 ? origin[begin - 1].end : base;
    return {place, place};
  }
};

// Text made during encoding: bytes with their origins.
struct MadeText {
  explicit MadeText(std::size_t& allowance) : left(allowance) {}
  std::string text;
  std::vector<Span> origin;
  std::size_t& left;  // bytes that may still be made
  void add(std::string_view bytes, Span from) {
    if (bytes.size() > left) fail(ErrorKind::input, "the tokenizer makes far more text than it is given", {}, "Use a model with a usual tokenizer.");
    left -= bytes.size();
    text.append(bytes);
    origin.insert(origin.end(), bytes.size(), from);
  }
  Segment segment() const { return {text, origin.data(), 0}; }
};

// Owns the text that steps make while one text is encoded. All of it together is bounded by that text: a step may replace a character by three
// or four, but a file cannot ask for gigabytes.
class TextArena {
 public:
  explicit TextArena(std::size_t text_bytes) : m_left(16 * text_bytes + 65536) {}
  TextArena(const TextArena&) = delete;
  MadeText& make() { return m_texts.emplace_back(m_left); }

 private:
  std::size_t m_left;
  std::deque<MadeText> m_texts;
};

}  // namespace paretune
