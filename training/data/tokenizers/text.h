// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Code points, their classes, and the printable alphabet that byte-level vocabularies write bytes in.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace paretune {

// The code point at text[at] and its length in bytes. Invalid UTF-8 gives U+FFFD and the length of the maximal subpart,
// as Python's errors="replace" counts it, with valid = false.
struct CodePoint {
  uint32_t value = 0;
  uint32_t length = 1;
  bool valid = true;
};
CodePoint code_point_at(std::string_view text, std::size_t at);
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
    if (begin == end) return {origin[begin].begin, origin[begin].begin};
    return {origin[begin].begin, origin[end - 1].end};
  }
};

// Text made during encoding: bytes with their origins.
struct MadeText {
  std::string text;
  std::vector<Span> origin;
  void add(std::string_view bytes, Span from) {
    text.append(bytes);
    origin.insert(origin.end(), bytes.size(), from);
  }
  Segment segment() const { return {text, origin.data(), 0}; }
};

}  // namespace paretune
