// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/containers/parquet/encodings.h"

#include <cstring>

#include "training/api/result.h"

namespace paretune::parquet {
namespace {

constexpr std::size_t kMostExpanded = std::size_t{256} << 20;

// Little-endian bits, a number at a time; at most 64.
class Bits {
 public:
  explicit Bits(std::string_view bytes) : m_bytes(bytes) {}
  uint64_t take(int width) {
    uint64_t out = 0;
    for (int got = 0; got < width;) {
      const std::size_t byte = m_at / 8;
      if (byte >= m_bytes.size()) damaged_page("ends too soon");
      const int offset = static_cast<int>(m_at % 8), part = std::min(8 - offset, width - got);
      out |= (static_cast<uint64_t>(static_cast<uint8_t>(m_bytes[byte])) >> offset & ((1u << part) - 1)) << got;
      got += part;
      m_at += static_cast<std::size_t>(part);
    }
    return out;
  }

 private:
  std::string_view m_bytes;
  std::size_t m_at = 0;
};

}  // namespace

void damaged_page(const char* what) { fail(ErrorKind::input, std::string("a page ") + what, {}, "The file is damaged; download it again."); }

uint32_t Bytes::length() {
  uint32_t out = 0;
  std::memcpy(&out, take(4).data(), 4);
  return out;
}

uint64_t Bytes::varint() {
  uint64_t out = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const uint8_t b = byte();
    out |= static_cast<uint64_t>(b & 0x7f) << shift;
    if (!(b & 0x80)) return out;
  }
  damaged_page("has a number without an end");
}

std::vector<uint32_t> read_hybrid(Bytes& in, int width, std::size_t count) {
  if (width < 0 || width > 32) damaged_page("has numbers of an impossible width");
  std::vector<uint32_t> out;
  out.reserve(count);
  while (out.size() < count) {
    const uint64_t head = in.varint();
    const std::size_t left = count - out.size();
    if (head & 1) {
      const uint64_t groups = head >> 1;
      if (groups == 0 || groups > (left + 7) / 8 + 64) damaged_page("has more values than it says");
      Bits bits(in.take(std::min<std::size_t>(groups * static_cast<std::size_t>(width), in.rest().size())));  // the last group may be cut short
      for (std::size_t i = 0; i < std::min<std::size_t>(left, groups * 8); ++i) out.push_back(static_cast<uint32_t>(bits.take(width)));
    } else {
      const uint64_t run = head >> 1;
      if (run == 0) damaged_page("has an empty run");
      uint32_t value = 0;
      std::memcpy(&value, in.take(static_cast<std::size_t>(width + 7) / 8).data(), static_cast<std::size_t>(width + 7) / 8);
      out.insert(out.end(), std::min<uint64_t>(run, left), value);
    }
  }
  return out;
}

std::vector<int64_t> read_delta_integers(Bytes& in, std::size_t count) {
  const uint64_t block = in.varint(), minis = in.varint(), total = in.varint();
  uint64_t value = static_cast<uint64_t>(in.zigzag());  // sums wrap around
  if (block == 0 || block % 128 != 0 || block > (1u << 20) || minis == 0 || block % minis != 0 || block / minis % 32 != 0) damaged_page("has impossible blocks");
  if (total != count) damaged_page("has another number of values than it says");
  std::vector<int64_t> out;
  out.reserve(count);
  if (count > 0) out.push_back(static_cast<int64_t>(value));
  const uint64_t per_mini = block / minis;
  while (out.size() < count) {
    const auto least = static_cast<uint64_t>(in.zigzag());
    const std::string_view widths = in.take(minis);
    for (std::size_t m = 0; m < minis && out.size() < count; ++m) {
      const int width = static_cast<uint8_t>(widths[m]);
      if (width > 64) damaged_page("has numbers of an impossible width");
      Bits bits(in.take(per_mini / 8 * static_cast<std::size_t>(width)));
      for (uint64_t i = 0; i < per_mini && out.size() < count; ++i) {
        value += least + bits.take(width);
        out.push_back(static_cast<int64_t>(value));
      }
    }
  }
  return out;
}

std::vector<std::string_view> read_plain_texts(Bytes& in, std::size_t count) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < count; ++i) {
    const uint32_t length = in.length();
    out.push_back(in.take(length));
  }
  return out;
}

std::vector<std::string_view> read_delta_lengths(Bytes& in, std::size_t count) {
  const auto lengths = read_delta_integers(in, count);
  std::vector<std::string_view> out;
  for (const int64_t length : lengths) {
    if (length < 0) damaged_page("has a text of negative length");
    out.push_back(in.take(static_cast<std::size_t>(length)));
  }
  return out;
}

std::vector<std::string_view> read_delta_texts(Bytes& in, std::size_t count, std::string& held) {
  const auto prefixes = read_delta_integers(in, count);
  const auto suffixes = read_delta_lengths(in, count);
  std::vector<std::size_t> sizes;
  std::size_t all = 0, before = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (prefixes[i] < 0 || static_cast<uint64_t>(prefixes[i]) > before) damaged_page("has a text that begins with more than the one before it");
    before = static_cast<std::size_t>(prefixes[i]) + suffixes[i].size();
    sizes.push_back(before);
    all += before;
    if (all > kMostExpanded) damaged_page("would need too much memory");
  }
  held.clear();
  held.reserve(all);  // the views below stay good
  std::vector<std::string_view> out;
  std::size_t last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = held.size();
    held.append(held, last, static_cast<std::size_t>(prefixes[i]));
    held.append(suffixes[i]);
    out.push_back(std::string_view(held).substr(begin, sizes[i]));
    last = begin;
  }
  return out;
}

}  // namespace paretune::parquet
