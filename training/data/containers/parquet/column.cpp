// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/containers/parquet/column.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "training/core/files.h"
#include "training/data/containers/parquet/codec.h"
#include "training/data/containers/parquet/encodings.h"
#include "training/data/containers/parquet/thrift.h"
#include "training/io/utf8.h"

namespace paretune::parquet {
namespace {

constexpr int64_t kLargestPage = int64_t{256} << 20;  // bytes, unpacked
constexpr int64_t kMostValues = int64_t{1} << 24;     // in a page
constexpr std::size_t kLongestRow = std::size_t{64} << 20;
enum PageType { kDataPage = 0, kIndexPage = 1, kDictionaryPage = 2, kDataPageV2 = 3 };
enum Encoding { kPlain = 0, kPlainDictionary = 2, kRle = 3, kDeltaBinary = 5, kDeltaLength = 6, kDeltaText = 7, kRleDictionary = 8, kByteSplit = 9 };

int width_of(int highest) { return std::bit_width(static_cast<unsigned>(highest)); }

// Values whose bytes lie apart: all first bytes, then all second ones.
template <class T>
std::string joined(Bytes& in, std::size_t count) {
  const std::string_view bytes = in.take(count * sizeof(T));
  std::string out(bytes.size(), '\0');
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t b = 0; b < sizeof(T); ++b) out[i * sizeof(T) + b] = bytes[b * count + i];
  }
  return out;
}

template <class T, class Out>
void read_numbers(std::string_view bytes, std::vector<Out>& out) {
  for (std::size_t i = 0; i < bytes.size() / sizeof(T); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    out.push_back(static_cast<Out>(value));
  }
}

}  // namespace

struct Column::Header {
  int64_t type = -1, unpacked = -1, packed = -1, values = -1, encoding = -1, definition_encoding = kRle, repetition_encoding = kRle;
  int64_t definition_bytes = 0, repetition_bytes = 0;  // version 2
  bool compressed = true;
};

bool is_read(const Node& leaf) {
  if (leaf.type == Physical::int96 || leaf.type == Physical::fixed_bytes) return false;
  return leaf.meaning != Node::Meaning::binary;
}

void Column::damaged(const std::string& what) const {
  fail(ErrorKind::input, "column \"" + m_leaf.path + "\": " + what, {}, "The file is damaged; download it again.");
}

void Column::next_row(std::vector<Entry>& entries) {
  entries.clear();
  std::size_t bytes = 0;
  while (true) {
    if (m_next == m_count && !load_page()) {
      if (entries.empty()) damaged("ends before the rows do");
      return;
    }
    const int repetition = m_repetitions.empty() ? 0 : static_cast<int>(m_repetitions[m_next]);
    if (repetition == 0 && !entries.empty()) return;
    if (repetition != 0 && entries.empty()) damaged("a row begins in the middle of a list");
    Entry entry{repetition, m_definitions.empty() ? m_leaf.definition : static_cast<int>(m_definitions[m_next]), {}};
    ++m_next;
    if (entry.definition == m_leaf.definition) {
      const std::size_t i = m_next_value++;
      entry.value = m_by_index ? json_at(m_dictionary, m_indices[i]) : json_at(m_values, i);
      if (entry.value.is_string()) bytes += entry.value.get_ref<const std::string&>().size();
    }
    bytes += sizeof(Entry);
    if (bytes > kLongestRow) damaged("a row is longer than " + std::to_string(kLongestRow >> 20) + " MB");
    entries.push_back(std::move(entry));
  }
}

Json Column::json_at(const Values& values, std::size_t i) const {
  if (i >= values.size()) damaged("a value lies beyond its dictionary");
  switch (m_leaf.type) {
    case Physical::boolean: return values.integers[i] != 0;
    case Physical::int32:
      if (m_leaf.meaning == Node::Meaning::unsigned_number) return static_cast<uint32_t>(values.integers[i]);
      return values.integers[i];
    case Physical::int64:
      if (m_leaf.meaning == Node::Meaning::unsigned_number) return static_cast<uint64_t>(values.integers[i]);
      return values.integers[i];
    case Physical::real32:
    case Physical::real64: return values.reals[i];
    default: break;
  }
  std::string text(values.texts[i]);
  if (is_utf8(text)) return text;
  if (m_leaf.meaning != Node::Meaning::text) return nullptr;  // bytes that claim to be no text, such as an image
  fail(ErrorKind::input, "column \"" + m_leaf.path + "\": a text is not valid UTF-8", {}, "Write the column again as UTF-8.");
}

bool Column::load_page() {
  while (true) {
    if (m_at >= m_chunk.end) {
      if (m_seen != m_chunk.values) damaged("has " + std::to_string(m_seen) + " values where " + std::to_string(m_chunk.values) + " were promised");
      return false;
    }
    Header header;
    ThriftReader in(m_file.substr(m_at, m_chunk.end - m_at));
    in.structure([&](int id, ThriftReader::Type type) {
      const bool part = type == ThriftReader::kStruct;
      if (id == 1) header.type = in.integer(type);
      else if (id == 2) header.unpacked = in.integer(type);
      else if (id == 3) header.packed = in.integer(type);
      else if (id == 5 && part) {
        in.structure([&](int field, ThriftReader::Type inner) {
          if (field == 1) header.values = in.integer(inner);
          else if (field == 2) header.encoding = in.integer(inner);
          else if (field == 3) header.definition_encoding = in.integer(inner);
          else if (field == 4) header.repetition_encoding = in.integer(inner);
          else in.skip(inner);
        });
      } else if (id == 7 && part) {
        in.structure([&](int field, ThriftReader::Type inner) {
          if (field == 1) header.values = in.integer(inner);
          else if (field == 2) header.encoding = in.integer(inner);
          else in.skip(inner);
        });
      } else if (id == 8 && part) {
        in.structure([&](int field, ThriftReader::Type inner) {
          if (field == 1) header.values = in.integer(inner);
          else if (field == 4) header.encoding = in.integer(inner);
          else if (field == 5) header.definition_bytes = in.integer(inner);
          else if (field == 6) header.repetition_bytes = in.integer(inner);
          else if (field == 7) header.compressed = in.boolean(inner);
          else in.skip(inner);
        });
      } else {
        in.skip(type);
      }
    });
    const std::size_t body = m_at + in.position();
    if (header.packed < 0 || header.unpacked < 0 || static_cast<uint64_t>(header.packed) > m_chunk.end - body) damaged("a page reaches beyond the column");
    if (header.unpacked > kLargestPage || header.values > kMostValues) {
      fail(ErrorKind::unsupported, "column \"" + m_leaf.path + "\": a page is larger than " + std::to_string(kLargestPage >> 20) + " MB, or holds more than " +
           std::to_string(kMostValues) + " values", {}, "Write the file again with smaller pages, as every current writer does.");
    }
    const std::string_view packed = m_file.substr(body, static_cast<std::size_t>(header.packed));
    m_at = body + packed.size();
    if (header.type == kIndexPage) continue;
    if (header.values < 0) damaged("a page does not say how many values it has");
    try {
      if (header.type == kDictionaryPage) {
        load_dictionary(header, packed);
        continue;
      }
      if (header.type != kDataPage && header.type != kDataPageV2) damaged("has a page of an unknown type");
      load_data(header, packed);
    } catch (const Failure& failure) {
      Error error = failure.error();
      if (!error.message.starts_with("column ")) error.message = "column \"" + m_leaf.path + "\": " + error.message;
      throw Failure(error);
    }
    let_go_pages(std::as_bytes(std::span(packed)));  // unpacked by now
    m_seen += header.values;
    if (m_seen > m_chunk.values) damaged("has more values than were promised");
    if (m_count > 0) return true;
  }
}

// Before anything is unpacked: a page of a few bytes may unpack to gigabytes, and a run of a few bytes stands for millions of values.
void Column::claim(const Header& header, int64_t& cost) {
  const int64_t value = (m_leaf.type == Physical::bytes ? 16 : 8) + (m_leaf.definition > 0 ? 4 : 0) + (m_leaf.repetitions > 0 ? 4 : 0);
  m_memory.left += cost;
  cost = header.unpacked + header.values * value;
  m_memory.left -= cost;
  if (m_memory.left < 0) {
    fail(ErrorKind::unsupported, "its pages would need far more memory than the file is large", {}, "Write the file again with smaller pages, as every current writer does.");
  }
}

void Column::load_dictionary(const Header& header, std::string_view packed) {
  if (m_seen > 0 || m_dictionary.size() > 0) damaged("has a dictionary where none belongs");
  if (header.encoding != kPlain && header.encoding != kPlainDictionary) damaged("has a dictionary of an unknown kind");
  claim(header, m_dictionary_cost);
  m_dictionary_bytes = decompressed(m_chunk.codec, packed, static_cast<std::size_t>(header.unpacked));
  m_dictionary = read_values(m_dictionary_bytes, kPlain, static_cast<std::size_t>(header.values), m_held);
}

void Column::load_data(const Header& header, std::string_view packed) {
  claim(header, m_page_cost);
  const auto count = static_cast<std::size_t>(header.values);
  m_repetitions.clear();
  m_definitions.clear();
  const auto levels = [&](Bytes& in, int highest, std::vector<uint32_t>& out) {
    out = read_hybrid(in, width_of(highest), count);
    if (std::any_of(out.begin(), out.end(), [&](uint32_t level) { return level > static_cast<uint32_t>(highest); })) damaged("a level is too high");
  };
  std::string_view values;
  if (header.type == kDataPageV2) {
    if (header.repetition_bytes < 0 || header.definition_bytes < 0 || header.repetition_bytes > header.packed - header.definition_bytes ||
        header.repetition_bytes + header.definition_bytes > header.unpacked) {
      damaged("a page's levels reach beyond it");
    }
    Bytes in(packed);
    Bytes repetitions(in.take(static_cast<std::size_t>(header.repetition_bytes))), definitions(in.take(static_cast<std::size_t>(header.definition_bytes)));
    if (m_leaf.repetitions > 0) levels(repetitions, m_leaf.repetitions, m_repetitions);
    if (m_leaf.definition > 0) levels(definitions, m_leaf.definition, m_definitions);
    const auto size = static_cast<std::size_t>(header.unpacked - header.repetition_bytes - header.definition_bytes);
    m_page_bytes = size == 0 && in.rest().empty() ? std::string() : decompressed(header.compressed ? m_chunk.codec : Codec::none, in.rest(), size);
    values = m_page_bytes;
  } else {
    m_page_bytes = decompressed(m_chunk.codec, packed, static_cast<std::size_t>(header.unpacked));
    Bytes in(m_page_bytes);
    const auto prefixed = [&](int highest, int64_t encoding, std::vector<uint32_t>& out) {
      if (highest == 0) return;
      if (encoding != kRle) fail(ErrorKind::unsupported, "keeps its levels in an encoding of old", {}, "Write the file again, e.g. with pyarrow.");
      const uint32_t length = in.length();
      Bytes part(in.take(length));
      levels(part, highest, out);
    };
    prefixed(m_leaf.repetitions, header.repetition_encoding, m_repetitions);
    prefixed(m_leaf.definition, header.definition_encoding, m_definitions);
    values = in.rest();
  }
  const std::size_t present = m_definitions.empty() ? count
                                                    : static_cast<std::size_t>(std::count(m_definitions.begin(), m_definitions.end(), static_cast<uint32_t>(m_leaf.definition)));
  m_by_index = header.encoding == kPlainDictionary || header.encoding == kRleDictionary;
  if (m_by_index) {
    m_indices.clear();
    if (present > 0) {
      Bytes in(values);
      const int width = in.byte();
      m_indices = read_hybrid(in, width, present);
    }
  } else {
    m_values = read_values(values, header.encoding, present, m_held);
  }
  m_next = m_next_value = 0;
  m_count = count;
}

Column::Values Column::read_values(std::string_view bytes, int64_t encoding, std::size_t count, std::string& held) {
  Bytes in(bytes);
  Values out;
  if (count == 0) return out;
  if (m_leaf.type == Physical::bytes) {
    if (encoding == kPlain) out.texts = read_plain_texts(in, count);
    else if (encoding == kDeltaLength) out.texts = read_delta_lengths(in, count);
    else if (encoding == kDeltaText) out.texts = read_delta_texts(in, count, held);
  } else if (m_leaf.type == Physical::boolean) {
    if (encoding == kPlain) {
      const std::string_view bits = in.take((count + 7) / 8);
      for (std::size_t i = 0; i < count; ++i) out.integers.push_back(static_cast<uint8_t>(bits[i / 8]) >> (i % 8) & 1);
    } else if (encoding == kRle) {
      in.length();
      const auto bits = read_hybrid(in, 1, count);
      out.integers.assign(bits.begin(), bits.end());
    }
  } else if (encoding == kDeltaBinary && (m_leaf.type == Physical::int32 || m_leaf.type == Physical::int64)) {
    out.integers = read_delta_integers(in, count);
    if (m_leaf.type == Physical::int32) {
      for (int64_t& value : out.integers) value = static_cast<int32_t>(static_cast<uint32_t>(value));
    }
  } else if (encoding == kPlain || encoding == kByteSplit) {
    const bool split = encoding == kByteSplit, small = m_leaf.type == Physical::int32 || m_leaf.type == Physical::real32;
    const std::string apart = !split ? std::string() : small ? joined<uint32_t>(in, count) : joined<uint64_t>(in, count);
    const std::string_view plain = split ? std::string_view(apart) : in.take(count * (small ? 4 : 8));
    switch (m_leaf.type) {
      case Physical::int32: read_numbers<int32_t>(plain, out.integers); break;
      case Physical::int64: read_numbers<int64_t>(plain, out.integers); break;
      case Physical::real32: read_numbers<float>(plain, out.reals); break;
      case Physical::real64: read_numbers<double>(plain, out.reals); break;
      default: break;
    }
  }
  if (out.size() != count) {
    fail(ErrorKind::unsupported, "its values are encoded in a way that is not read (" + std::to_string(encoding) + ")", {}, "Write the file again, e.g. with pyarrow.");
  }
  return out;
}

}  // namespace paretune::parquet
