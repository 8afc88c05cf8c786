// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Damaged copies of a file, the same ones for the same seed on every machine.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>

namespace paretune {

class Damage {
 public:
  explicit Damage(uint64_t seed) : m_random(seed) {}

  // One to four changes: bytes replaced, bits flipped, numbers made huge, parts cut out, doubled or moved, the end cut off. They fall into the first
  // `within` bytes, where a header lies.
  std::string of(std::string text, std::size_t within = std::string::npos) {
    for (uint64_t n = 1 + m_random() % 4; n > 0; --n) {
      if (text.empty()) return std::string(1, static_cast<char>(m_random()));
      const std::size_t at = m_random() % std::min(within, text.size());
      const std::size_t length = std::min<std::size_t>(1 + m_random() % 16, text.size() - at);
      switch (m_random() % 8) {
        case 0: text[at] = static_cast<char>(m_random()); break;
        case 1: text[at] = static_cast<char>(text[at] ^ 1 << m_random() % 8); break;
        case 2: text.replace(at, std::min<std::size_t>(8, text.size() - at), 8, m_random() % 2 ? '\xff' : '\x7f'); break;
        case 3: text.erase(at, length); break;
        case 4: text.insert(m_random() % text.size(), text.substr(at, length)); break;
        case 5: text.replace(at, length, kHostile[m_random() % std::size(kHostile)]); break;
        case 6: text.replace(at, length, text.substr(m_random() % text.size(), length)); break;
        default: text.resize(m_random() % 8 == 0 ? at : text.size() - text.size() / 64 % length); break;
      }
    }
    return text;
  }

 private:
  static constexpr const char* kHostile[] = {"-1", "9223372036854775808", "1e999", "null", "[[[[[[[[", "{", "\"", "\\ud800", "\xff\xfe", "0", "2147483648", "true", "{}", "[]", "\"\"", "../"};
  std::mt19937_64 m_random;
};

}  // namespace paretune
