// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One column of a group of rows, a page in memory at a time.
#include "training/api/schema.h"
#include "training/data/containers/parquet/footer.h"

namespace paretune::parquet {

struct Entry {
  int repetition = 0, definition = 0;
  Json value;  // null unless definition is the leaf's
};

// Whether values of this kind are read; others (images, decimals, 96-bit times, fixed-size bytes) are left out of rows.
bool is_read(const Node& leaf);

// Bytes that the unpacked pages of all columns may take together.
struct PageMemory {
  int64_t left = 0;
};

class Column {
 public:
  Column(std::string_view file, const Node& leaf, const Chunk& chunk, PageMemory& memory)
      : m_file(file), m_leaf(leaf), m_chunk(chunk), m_memory(memory), m_at(chunk.begin) {}
  ~Column() { m_memory.left += m_page_cost + m_dictionary_cost; }
  Column(const Column&) = delete;

  // The entries of the next row, at least one. Failure at the end and where the pages are damaged, naming the column.
  void next_row(std::vector<Entry>& entries);
  std::size_t position() const { return m_at; }  // of the next page in the file

 private:
  struct Values {  // one of them is used
    std::vector<int64_t> integers;
    std::vector<double> reals;
    std::vector<std::string_view> texts;
    std::size_t size() const { return integers.size() + reals.size() + texts.size(); }
  };
  struct Header;

  bool load_page();
  void load_dictionary(const Header& header, std::string_view packed);
  void load_data(const Header& header, std::string_view packed);
  Values read_values(std::string_view bytes, int64_t encoding, std::size_t count, std::string& held);
  Json json_at(const Values& values, std::size_t i) const;
  void claim(const Header& header, int64_t& cost);  // in place of what `cost` was
  [[noreturn]] void damaged(const std::string& what) const;

  std::string_view m_file;
  const Node& m_leaf;
  const Chunk& m_chunk;
  PageMemory& m_memory;
  int64_t m_page_cost = 0, m_dictionary_cost = 0;
  std::size_t m_at;         // the next page
  int64_t m_seen = 0;       // values of the pages so far
  std::string m_dictionary_bytes, m_page_bytes, m_held;
  Values m_dictionary, m_values;
  std::vector<uint32_t> m_repetitions, m_definitions, m_indices;
  bool m_by_index = false;
  std::size_t m_next = 0, m_next_value = 0, m_count = 0;  // in the page
};

}  // namespace paretune::parquet
