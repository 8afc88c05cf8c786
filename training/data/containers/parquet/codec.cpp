// SPDX-License-Identifier: GPL-3.0-or-later
// Snappy (google/snappy: format_description.txt) and LZ4 blocks (lz4: lz4_Block_format.md) are read here; gzip by zlib, zstd by libzstd.
#include "training/data/containers/parquet/codec.h"

#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <cstring>

#include "training/api/result.h"

namespace paretune::parquet {
namespace {

[[noreturn]] void damaged() { fail(ErrorKind::input, "a compressed page is damaged", {}, "The file is damaged; download it again."); }

// Bytes that are read once, and the page that grows.
class Unpacker {
 public:
  Unpacker(std::string_view in, std::size_t size) : m_in(in), m_size(size) { m_out.reserve(size); }

  bool more() const { return m_at < m_in.size(); }
  uint8_t byte() {
    if (!more()) damaged();
    return static_cast<uint8_t>(m_in[m_at++]);
  }
  std::size_t little_endian(int bytes) {
    std::size_t out = 0;
    for (int i = 0; i < bytes; ++i) out |= static_cast<std::size_t>(byte()) << (8 * i);
    return out;
  }
  void literal(std::size_t length) {
    if (length > m_in.size() - m_at || length > m_size - m_out.size()) damaged();
    m_out.append(m_in.substr(m_at, length));
    m_at += length;
  }
  void copy(std::size_t offset, std::size_t length) {
    if (offset == 0 || offset > m_out.size() || length > m_size - m_out.size()) damaged();
    for (std::size_t from = m_out.size() - offset; length > 0; --length) m_out += m_out[from++];  // may overlap itself
  }
  std::string take() {
    if (more() || m_out.size() != m_size) damaged();
    return std::move(m_out);
  }

 private:
  std::string_view m_in;
  std::size_t m_at = 0, m_size;
  std::string m_out;
};

std::string from_snappy(std::string_view packed, std::size_t size) {
  Unpacker u(packed, size);
  uint64_t length = 0;
  for (int shift = 0;; shift += 7) {
    if (shift > 28) damaged();
    const uint8_t b = u.byte();
    length |= static_cast<uint64_t>(b & 0x7f) << shift;
    if (!(b & 0x80)) break;
  }
  if (length != size) damaged();
  while (u.more()) {
    const uint8_t tag = u.byte();
    const std::size_t high = tag >> 2;
    switch (tag & 3) {
      case 0: u.literal(high < 60 ? high + 1 : u.little_endian(static_cast<int>(high) - 59) + 1); break;
      case 1: {
        const std::size_t offset = static_cast<std::size_t>(tag >> 5) << 8 | u.byte();
        u.copy(offset, (high & 7) + 4);
        break;
      }
      case 2: u.copy(u.little_endian(2), high + 1); break;
      default: u.copy(u.little_endian(4), high + 1);
    }
  }
  return u.take();
}

std::string from_lz4(std::string_view packed, std::size_t size) {
  Unpacker u(packed, size);
  const auto long_length = [&](std::size_t nibble) {
    std::size_t out = nibble;
    for (uint8_t b = nibble == 15 ? 255 : 0; b == 255;) out += b = u.byte();
    return out;
  };
  while (u.more()) {
    const uint8_t token = u.byte();
    u.literal(long_length(token >> 4));
    if (!u.more()) break;  // the last sequence has literals only
    const std::size_t offset = u.little_endian(2);
    u.copy(offset, long_length(token & 15) + 4);
  }
  return u.take();
}

std::string from_gzip(std::string_view packed, std::size_t size) {
  std::string out(size, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, 32 + MAX_WBITS) != Z_OK) fail(ErrorKind::memory, "no memory to unpack a page");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(size);
  const int result = inflate(&stream, Z_FINISH);
  const bool whole = result == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  if (!whole) damaged();
  return out;
}

std::string from_zstd(std::string_view packed, std::size_t size) {
  std::string out(size, '\0');
  const std::size_t got = ZSTD_decompress(out.data(), size, packed.data(), packed.size());
  if (ZSTD_isError(got) || got != size) damaged();
  return out;
}

}  // namespace

std::string decompressed(Codec codec, std::string_view packed, std::size_t size) {
  switch (codec) {
    case Codec::none:
      if (packed.size() != size) damaged();
      return std::string(packed);
    case Codec::snappy: return from_snappy(packed, size);
    case Codec::gzip: return from_gzip(packed, size);
    case Codec::zstd: return from_zstd(packed, size);
    case Codec::lz4_raw: return from_lz4(packed, size);
    default:
      fail(ErrorKind::unsupported, std::string("is compressed with ") + (codec == Codec::brotli ? "brotli" : codec == Codec::lzo ? "LZO" : "the old form of LZ4"), {},
           "Write it with another compression: snappy, zstd, gzip, lz4 or none.");
  }
}

}  // namespace paretune::parquet
