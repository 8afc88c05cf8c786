// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 4180 with a header row: quoted cells may hold separators, doubled quotes and line breaks. The separator (, ; tab) is the one
// the header uses most. Cells are texts; the columns of lists may hold JSON arrays or numbers between spaces.
#include <algorithm>
#include <charconv>

#include "training/core/json_text.h"
#include "training/data/containers/row_file.h"
#include "training/io/utf8.h"

namespace paretune {
namespace {

bool holds_list(const std::string& column) {
  static const char* const kColumns[] = {"messages", "conversations", "input_ids", "labels", "attention_mask"};
  return std::find(std::begin(kColumns), std::end(kColumns), column) != std::end(kColumns);
}

constexpr std::size_t kMostColumns = 4096;

class Csv final : public RowFile {
 public:
  Csv(MappedFile file, std::size_t start) : RowFile(std::move(file), start) {
    while (m_at < m_text.size() && (m_text[m_at] == '\n' || m_text[m_at] == '\r')) ++m_at;
    m_separator = guess_separator();
    read_record(m_columns, 0);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      auto& name = m_columns[i];
      const auto first = name.find_first_not_of(" \t"), last = name.find_last_not_of(" \t");
      name = first == std::string::npos ? std::string() : name.substr(first, last - first + 1);
      if (name.empty()) continue;  // e.g. the index column pandas writes; its cells are left out
      if (std::find(m_columns.begin(), m_columns.begin() + static_cast<std::ptrdiff_t>(i), name) != m_columns.begin() + static_cast<std::ptrdiff_t>(i)) {
        fail(ErrorKind::input, "the column \"" + name + "\" is there twice", path(), "Give every column of the header its own name.");
      }
    }
  }

  const char* container() const override { return "csv"; }

  bool next(RawRow& row) override {
    std::vector<std::string> cells;
    while (m_at < m_text.size()) {
      const std::size_t begin = m_at;
      if (m_text[m_at] == '\n' || m_text[m_at] == '\r') {  // a blank line
        ++m_at;
        continue;
      }
      row.row = ++m_row;
      read_record(cells, m_row);
      if (cells.size() != m_columns.size()) {
        fail(ErrorKind::input,
             "the record at line " + std::to_string(line_at(begin)) + " has " + std::to_string(cells.size()) + " cells, but the header has " +
                 std::to_string(m_columns.size()),
             at_row(m_row), "Put cells that hold a separator or a line break between double quotes; the separator of this file is " + separator_name() + ".");
      }
      row.value = Json::object();
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (m_columns[i].empty()) continue;
        row.value[m_columns[i]] = holds_list(m_columns[i]) ? list_cell(m_columns[i], std::move(cells[i])) : Json(std::move(cells[i]));
      }
      return true;
    }
    return false;
  }

 private:
  std::string separator_name() const { return m_separator == '\t' ? "a tab" : std::string("\"") + m_separator + "\""; }

  char guess_separator() const {
    std::size_t counts[3] = {0, 0, 0};
    const char separators[3] = {',', ';', '\t'};
    bool quoted = false;
    const std::size_t stop = m_text.size() - m_at < kLongestRow ? m_text.size() : m_at + kLongestRow;
    for (std::size_t i = m_at; i < stop; ++i) {
      const char c = m_text[i];
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == '\n' || c == '\r') break;
      for (int k = 0; k < 3; ++k) counts[k] += c == separators[k];
    }
    return separators[std::max_element(counts, counts + 3) - counts];
  }

  // Reads the record at m_at into cells and moves past its line break.
  void read_record(std::vector<std::string>& cells, int64_t row) {
    cells.assign(1, {});
    const std::size_t begin = m_at;
    const std::string_view text = text_for_row(begin);
    const auto next_cell = [&] {
      if (cells.size() >= kMostColumns) fail(ErrorKind::input, "more than " + std::to_string(kMostColumns) + " cells in a row", at_row(row), "Check that this is a CSV file.");
      cells.emplace_back();
    };
    while (true) {
      if (m_at < m_text.size() && m_text[m_at] == '"') {
        read_quoted(cells.back(), text, begin, row);
        if (m_at < m_text.size() && m_text[m_at] != m_separator && m_text[m_at] != '\n' && m_text[m_at] != '\r') {
          fail(ErrorKind::input, "text follows a closing quote at line " + std::to_string(line_at(m_at)), at_row(row),
               "Double the quotes inside a quoted cell: \"say \"\"hello\"\" now\".");
        }
      } else {
        const char ends[4] = {m_separator, '\n', '\r', 0};
        std::size_t end = text.find_first_of(std::string_view(ends, 3), m_at);
        if (end == std::string_view::npos) end = std::max(m_at, text.size());
        check_length(end - begin, row);
        cells.back().assign(m_text.substr(m_at, end - m_at));
        m_at = end;
      }
      if (!is_utf8(cells.back())) {
        fail(ErrorKind::input, "the text at line " + std::to_string(line_at(m_at)) + " is not valid UTF-8", at_row(row), "Save the file as UTF-8.");
      }
      if (m_at >= m_text.size()) return;
      const char c = m_text[m_at++];
      if (c == m_separator) {
        next_cell();
        continue;
      }
      if (c == '\r' && m_at < m_text.size() && m_text[m_at] == '\n') ++m_at;
      return;
    }
  }

  // `text` is that of the record, which begins at `record`.
  void read_quoted(std::string& cell, std::string_view text, std::size_t record, int64_t row) {
    const std::size_t begin = m_at++;
    while (true) {
      const std::size_t quote = text.find('"', m_at);
      check_length((quote == std::string_view::npos ? std::max(m_at, text.size()) : quote) - record, row);
      if (quote == std::string_view::npos) {
        fail(ErrorKind::input, "a quoted cell that begins at line " + std::to_string(line_at(begin)) + " is never closed", at_row(row), "Close it with \".");
      }
      cell.append(m_text.substr(m_at, quote - m_at));
      m_at = quote + 1;
      if (m_at >= m_text.size() || m_text[m_at] != '"') return;
      cell += '"';
      ++m_at;
    }
  }

  Json list_cell(const std::string& column, std::string cell) const {
    const auto first = cell.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return nullptr;
    if (cell[first] == '[') {
      check_json(cell, kDeepestRow, at_row(m_row), kRowSpare);
      Json value = Json::parse(cell, nullptr, false);
      if (value.is_discarded()) fail(ErrorKind::input, "the cell of column \"" + column + "\" is not valid JSON", at_row(m_row), "Write a JSON array there.");
      return value;
    }
    const auto is_gap = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ','; };
    Json numbers = Json::array();
    const char *at = cell.data() + first, *const end = cell.data() + cell.size();
    while (at < end) {
      int64_t number = 0;
      const auto read = std::from_chars(at, end, number);
      if (read.ec != std::errc() || (read.ptr < end && !is_gap(*read.ptr))) return cell;  // a plain text: the format says what is wrong with it
      if (numbers.empty()) {
        std::size_t most = 1;
        for (const char* c = at + 1; c < end; ++c) most += is_gap(c[-1]) && !is_gap(*c);
        check_json_numbers(most, cell.size(), at_row(m_row), kRowSpare);
        numbers.get_ref<Json::array_t&>().reserve(most);
      }
      numbers.push_back(number);
      at = read.ptr;
      while (at < end && is_gap(*at)) ++at;
    }
    return numbers;
  }

  std::vector<std::string> m_columns;
  char m_separator = ',';
  int64_t m_row = 0;
};

}  // namespace

std::unique_ptr<RowFile> open_csv(MappedFile file, std::size_t start) { return std::make_unique<Csv>(std::move(file), start); }

}  // namespace paretune
