// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace paretune {

// What SHA-1 and SHA-256 (FIPS 180-4) share: blocks of 64 bytes, the end filled up with the length, big-endian words.
template <std::size_t N>
class BlockHash {
 public:
  using Words = std::array<uint32_t, N>;
  using Compress = void (*)(Words& hash, const unsigned char* block);
  BlockHash(const Words& start, Compress compress) : m_hash(start), m_compress(compress) {}

  void add(std::string_view bytes) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t left = bytes.size(), held = m_size % 64;
    m_size += left;
    if (held > 0) {
      const std::size_t part = std::min(left, 64 - held);
      std::memcpy(m_block.data() + held, data, part);
      data += part, left -= part;
      if (held + part < 64) return;
      m_compress(m_hash, m_block.data());
    }
    for (; left >= 64; data += 64, left -= 64) m_compress(m_hash, data);
    if (left > 0) std::memcpy(m_block.data(), data, left);
  }

  // Of all that was added; the end of it.
  std::string hex() {
    const uint64_t bits = m_size * 8;
    unsigned char tail[72] = {0x80};
    const std::size_t zeros = (119 - m_size % 64) % 64 + 1;  // with the 0x80, up to the last eight bytes of a block
    for (std::size_t b = 0; b < 8; ++b) tail[zeros + b] = static_cast<unsigned char>(bits >> (56 - 8 * b));
    add({reinterpret_cast<const char*>(tail), zeros + 8});
    std::string out;
    for (uint32_t word : m_hash) {
      for (int shift = 28; shift >= 0; shift -= 4) out += "0123456789abcdef"[(word >> shift) & 15];
    }
    return out;
  }

 private:
  Words m_hash;
  Compress m_compress;
  std::array<unsigned char, 64> m_block{};
  uint64_t m_size = 0;
};

// The sixteen words of a block.
inline void read_words(const unsigned char* block, uint32_t* words) {
  for (int i = 0; i < 16; ++i) {
    words[i] = uint32_t{block[4 * i]} << 24 | uint32_t{block[4 * i + 1]} << 16 | uint32_t{block[4 * i + 2]} << 8 | block[4 * i + 3];
  }
}

}  // namespace paretune
