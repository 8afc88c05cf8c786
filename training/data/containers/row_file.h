// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rows of a mapped JSONL, JSON, CSV or Parquet file, one at a time: memory holds one row beside the map (Parquet: one page of each column).
#include <algorithm>
#include <memory>
#include <string>

#include "training/core/files.h"

namespace paretune {

inline constexpr std::size_t kLongestRow = std::size_t{64} << 20;  // bytes of one line, element or record
inline constexpr int kDeepestRow = 64;                            // levels of JSON

struct RawRow {
  int64_t row = 0;  // 1-based: line of JSONL, element of a JSON array, record of a CSV (the header is not counted), row of a Parquet file
  Json value;       // always an object
};

class RowFile {
 public:
  // Tells the container by the bytes; the name decides only what bytes leave open. Errors name the file.
  static Result<std::unique_ptr<RowFile>> open(const std::string& path);
  virtual ~RowFile() = default;

  virtual bool next(RawRow& row) = 0;           // false at the end; throws Failure at "path:row"
  virtual const char* container() const = 0;    // "jsonl", "json", "csv", "parquet"
  double fraction() const { return m_text.empty() ? 1.0 : static_cast<double>(m_at) / static_cast<double>(m_text.size()); }
  void let_go_passed();  // the part of the map that was read leaves memory now and then
  const std::string& path() const { return m_file.path(); }

 protected:
  RowFile(MappedFile file, std::size_t start) : m_file(std::move(file)), m_text(m_file.text()), m_at(start) {}
  std::string at_row(int64_t row) const { return row > 0 ? path() + ":" + std::to_string(row) : path(); }  // 0: the header
  // Parses one row; errors give the line and column in the file.
  Json parse_object(std::size_t begin, std::size_t end, int64_t row) const;
  int64_t line_at(std::size_t byte) const;
  void check_length(std::size_t length, int64_t row) const;
  // The text up to where a row that begins at `begin` is too long, so that none is followed further.
  std::string_view text_for_row(std::size_t begin) const { return m_text.substr(0, begin + std::min(m_text.size() - begin, kLongestRow + 1)); }

  MappedFile m_file;
  std::string_view m_text;
  std::size_t m_at = 0, m_let_go = 0;
};

std::unique_ptr<RowFile> open_json_lines(MappedFile file, std::size_t start);
std::unique_ptr<RowFile> open_csv(MappedFile file, std::size_t start);
// Columns of bytes that are no text, decimals, fixed-size bytes and 96-bit times are left out of the rows.
std::unique_ptr<RowFile> open_parquet(MappedFile file);
// An array of rows, an object with one such array, or a single row.
std::unique_ptr<RowFile> open_json_document(MappedFile file, std::size_t start);

// End of the JSON value that starts at `begin` (one past its last byte), or npos when the text ends first or a string is longer than
// a row may be. Brackets and strings are followed, nothing is checked; at most `limit` bytes are walked. `mapped`: the text is a mapped file's, what was walked over leaves memory.
std::size_t json_value_end(std::string_view text, std::size_t begin, std::size_t limit = std::string_view::npos, bool mapped = false);
std::size_t skip_space(std::string_view text, std::size_t at);

}  // namespace paretune
