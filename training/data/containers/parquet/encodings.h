// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The ways Parquet lays values down in a page (parquet-format: Encodings.md). Readers of a page's bytes; Failure where these end too soon.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paretune::parquet {

[[noreturn]] void damaged_page(const char* what);

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : m_bytes(bytes) {}
  std::string_view take(std::size_t count) {
    if (count > m_bytes.size()) damaged_page("ends too soon");
    const auto out = m_bytes.substr(0, count);
    m_bytes.remove_prefix(count);
    return out;
  }
  std::string_view rest() const { return m_bytes; }
  uint8_t byte() { return static_cast<uint8_t>(take(1)[0]); }
  uint32_t length();  // 4 bytes, little-endian
  uint64_t varint();
  int64_t zigzag() {
    const uint64_t u = varint();
    return static_cast<int64_t>(u >> 1) ^ -static_cast<int64_t>(u & 1);
  }

 private:
  std::string_view m_bytes;
};

// `count` numbers of `width` bits in runs and bit-packed groups of eight.
std::vector<uint32_t> read_hybrid(Bytes& in, int width, std::size_t count);
std::vector<int64_t> read_delta_integers(Bytes& in, std::size_t count);
std::vector<std::string_view> read_plain_texts(Bytes& in, std::size_t count);
std::vector<std::string_view> read_delta_lengths(Bytes& in, std::size_t count);
// Each value begins with a part of the one before it; they are made in `held`.
std::vector<std::string_view> read_delta_texts(Bytes& in, std::size_t count, std::string& held);

}  // namespace paretune::parquet
