// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace paretune {

// SHA-1 (FIPS 180-4) of bytes that come in pieces: git's name for a file's content. No guard against a forger.
class Sha1 {
 public:
  void add(std::string_view bytes);
  std::string hex();  // of all that was added; the end of it

 private:
  std::array<uint32_t, 5> m_hash = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  std::array<unsigned char, 64> m_block{};
  uint64_t m_size = 0;
};

}  // namespace paretune
