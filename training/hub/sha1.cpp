// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/hub/sha1.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace paretune {
namespace {

void compress(std::array<uint32_t, 5>& h, const unsigned char* block) {
  uint32_t w[80];
  for (int i = 0; i < 16; ++i) {
    w[i] = uint32_t{block[4 * i]} << 24 | uint32_t{block[4 * i + 1]} << 16 | uint32_t{block[4 * i + 2]} << 8 | block[4 * i + 3];
  }
  for (int i = 16; i < 80; ++i) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  auto [a, b, c, d, e] = h;
  for (int i = 0; i < 80; ++i) {
    const uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 ? b ^ c ^ d : i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
    const uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
    const uint32_t next = std::rotl(a, 5) + f + e + k + w[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
  }
  h = {h[0] + a, h[1] + b, h[2] + c, h[3] + d, h[4] + e};
}

}  // namespace

void Sha1::add(std::string_view bytes) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size(), held = m_size % 64;
  m_size += left;
  if (held > 0) {
    const std::size_t part = std::min(left, 64 - held);
    std::memcpy(m_block.data() + held, data, part);
    data += part, left -= part;
    if (held + part < 64) return;
    compress(m_hash, m_block.data());
  }
  for (; left >= 64; data += 64, left -= 64) compress(m_hash, data);
  if (left > 0) std::memcpy(m_block.data(), data, left);
}

std::string Sha1::hex() {
  const uint64_t bits = m_size * 8;
  unsigned char tail[72] = {0x80};
  const std::size_t zeros = (119 - m_size % 64) % 64 + 1;
  for (std::size_t b = 0; b < 8; ++b) tail[zeros + b] = static_cast<unsigned char>(bits >> (56 - 8 * b));
  add({reinterpret_cast<const char*>(tail), zeros + 8});
  std::string out;
  for (uint32_t word : m_hash) {
    for (int shift = 28; shift >= 0; shift -= 4) out += "0123456789abcdef"[(word >> shift) & 15];
  }
  return out;
}

}  // namespace paretune
