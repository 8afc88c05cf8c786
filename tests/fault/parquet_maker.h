// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Parquet files of one column, each number in them free to lie. parquet.thrift in Thrift's compact protocol.
#include <string>
#include <vector>

namespace paretune::test {

class Thrift {
 public:
  Thrift& number(int id, int64_t value) { return field(id, 6), varint(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63)); }
  Thrift& text(int id, const std::string& value) { return field(id, 8), varint(value.size()), m_bytes += value, *this; }
  Thrift& structure(int id, const Thrift& value) { return field(id, 12), m_bytes += value.bytes(), *this; }
  Thrift& list(int id, const std::vector<Thrift>& values) { return list_of(id, values.size(), values); }
  Thrift& list_of(int id, uint64_t claimed, const std::vector<Thrift>& values) {
    field(id, 9);
    m_bytes += static_cast<char>(0xFC);
    varint(claimed);
    for (const Thrift& value : values) m_bytes += value.bytes();
    return *this;
  }
  std::string bytes() const { return m_bytes + '\0'; }

 private:
  void field(int id, int type) {
    m_bytes += static_cast<char>((id - m_last) << 4 | type);
    m_last = id;
  }
  Thrift& varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) m_bytes += static_cast<char>(value | 0x80);
    m_bytes += static_cast<char>(value);
    return *this;
  }
  std::string m_bytes;
  int m_last = 0;
};

struct ParquetParts {
  int64_t type = 6, repetition = 1, codec = 0;  // texts, optional, as they are
  int64_t rows = 1, group_rows = 1, values = 1, page_values = 1, unpacked = -1, packed = -1, encoding = 0, page_type = 0;
  int64_t offset = 4, chunk = -1;
  std::string dictionary, page;  // bodies; a dictionary of one-byte texts comes first where there is one
  std::vector<Thrift> schema = {};

  std::string bytes() const {
    const auto own = [](int64_t given, std::size_t size) { return given >= 0 ? given : static_cast<int64_t>(size); };
    std::string pages;
    if (!dictionary.empty()) {
      pages += Thrift().number(1, 2).number(2, static_cast<int64_t>(dictionary.size())).number(3, static_cast<int64_t>(dictionary.size()))
                   .structure(7, Thrift().number(1, static_cast<int64_t>(dictionary.size() / 5)).number(2, 0)).bytes() + dictionary;
    }
    pages += Thrift().number(1, page_type).number(2, own(unpacked, page.size())).number(3, own(packed, page.size()))
                 .structure(5, Thrift().number(1, page_values).number(2, encoding).number(3, 3).number(4, 3)).bytes() + page;
    const std::vector<Thrift> columns = !schema.empty() ? schema : std::vector<Thrift>{Thrift().text(4, "root").number(5, 1), Thrift().number(1, type).number(3, repetition).text(4, "text").number(6, 0)};
    const Thrift meta = Thrift().number(4, codec).number(5, values).number(7, own(chunk, pages.size())).number(9, offset);
    const Thrift group = Thrift().list(1, {Thrift().structure(3, meta)}).number(3, group_rows);
    const std::string footer = Thrift().number(1, 2).list(2, columns).number(3, rows).list(4, {group}).bytes();
    const auto size = static_cast<uint32_t>(footer.size());
    return "PAR1" + pages + footer + std::string(reinterpret_cast<const char*>(&size), 4) + "PAR1";
  }
};

}  // namespace paretune::test
