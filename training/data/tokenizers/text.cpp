// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/text.h"

#include <array>

#include "training/data/tokenizers/newer_unicode.h"

namespace paretune {
namespace {

constexpr CharClass L = CharClass::letter, N = CharClass::number;

bool is_space(uint32_t c) {
  return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

CharClass class_of(uint32_t c) {
  if (is_space(c)) return CharClass::space;
  const auto category = category_of(c);
  if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) return L;
  if (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO) return N;
  return CharClass::other;
}

struct ByteAlphabet {
  std::array<uint32_t, 256> chars{};
  std::array<int16_t, 512> bytes{};
  ByteAlphabet() {
    bytes.fill(-1);
    uint32_t next = 256;
    for (uint32_t b = 0; b < 256; ++b) {
      const bool printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      chars[b] = printable ? b : next++;
      bytes[chars[b]] = static_cast<int16_t>(b);
    }
  }
};
const ByteAlphabet& byte_alphabet() {
  static const ByteAlphabet alphabet;
  return alphabet;
}

}  // namespace

CodePoint long_code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(at);
  const uint32_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  if (length == 0) return {0xFFFD, 1, false};
  uint32_t value = lead & (0x7Fu >> length);
  for (uint32_t k = 1; k < length; ++k) {
    if (at + k >= text.size()) return {0xFFFD, k, false};
    const uint8_t next = byte(at + k);
    uint8_t low = 0x80, high = 0xBF;
    if (k == 1) {
      if (lead == 0xE0) low = 0xA0;
      if (lead == 0xED) high = 0x9F;
      if (lead == 0xF0) low = 0x90;
      if (lead == 0xF4) high = 0x8F;
    }
    if (next < low || next > high) return {0xFFFD, k, false};
    value = value << 6 | (next & 0x3F);
  }
  return {value, length, true};
}

void append_code_point(std::string& out, uint32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = code_point_at(text, i);
    if (c.valid) {
      out.append(text.substr(i, c.length));
    } else {
      append_code_point(out, 0xFFFD);
    }
    i += c.length;
  }
  return out;
}

CharClass char_class(uint32_t c) {
  static const auto ascii = [] {
    std::array<CharClass, 128> table{};
    for (uint32_t i = 0; i < 128; ++i) table[i] = class_of(i);
    return table;
  }();
  return c < 128 ? ascii[c] : class_of(c);
}

bool is_combining(uint32_t c) {
  if (c < 0x300) return false;
  if (c >= 0x1160 && c <= 0x11FF) return true;  // Hangul vowels and finals
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

bool is_word_char(uint32_t c) {
  if (c < 128) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  const auto category = category_of(c);
  return char_class(c) == L || category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NL || category == UTF8PROC_CATEGORY_PC ||
         category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME || c == 0x200C || c == 0x200D;
}

uint32_t byte_to_char(uint8_t byte) { return byte_alphabet().chars[byte]; }
int char_to_byte(uint32_t c) { return c < 512 ? byte_alphabet().bytes[c] : -1; }

bool spells_bytes(std::string_view token, std::string& bytes) {
  bytes.clear();
  for (std::size_t i = 0; i < token.size();) {
    const CodePoint c = code_point_at(token, i);
    const int byte = c.valid ? char_to_byte(c.value) : -1;
    if (byte < 0) return false;
    bytes += static_cast<char>(byte);
    i += c.length;
  }
  return true;
}

std::string spelled_bytes(std::string_view token) {
  std::string bytes;
  return spells_bytes(token, bytes) ? bytes : std::string(token);
}

}  // namespace paretune
