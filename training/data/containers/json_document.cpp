// SPDX-License-Identifier: GPL-3.0-or-later
// [row, row, ...], {"data": [row, ...], ...} or a single row over several lines.
#include <algorithm>

#include "training/data/containers/row_file.h"

namespace paretune {
namespace {

// Arrays that belong to a row, not around rows.
bool inside_row(const std::string& key) {
  static const char* const kKeys[] = {"messages", "conversations", "input_ids", "labels", "attention_mask", "prompt", "completion"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

class JsonDocument final : public RowFile {
 public:
  JsonDocument(MappedFile file, std::size_t start) : RowFile(std::move(file), start) {
    if (m_text[m_at] == '{') find_array();
    if (!m_single) ++m_at;  // past '['
  }

  const char* container() const override { return "json"; }

  bool next(RawRow& row) override {
    if (m_done) return false;
    row.row = ++m_row;
    if (m_single) {
      m_done = true;
      const std::size_t begin = m_at;
      m_at = m_text.size();
      row.value = parse_object(begin, m_text.size(), m_row);
      return true;
    }
    m_at = skip_space(m_text, m_at);
    if (m_at < m_text.size() && m_text[m_at] == ']') {
      if (m_row > 1 && m_after_comma) broken("a value is missing before \"]\"");
      return finish();
    }
    const std::size_t begin = m_at;
    const std::size_t end = json_value_end(m_text, begin, kLongestRow + 1);
    if (end == std::string_view::npos) {
      check_length(m_text.size() - begin, m_row);
      broken("the file ends inside a row");
    }
    if (end == begin) broken("a value is missing");
    row.value = parse_object(begin, end, m_row);
    m_at = skip_space(m_text, end);
    m_after_comma = m_at < m_text.size() && m_text[m_at] == ',';
    if (m_after_comma) ++m_at;
    else if (m_at >= m_text.size() || m_text[m_at] != ']') broken("expected \",\" or \"]\" after the row");
    return true;
  }

 private:
  [[noreturn]] void broken(const std::string& what) const {
    fail(ErrorKind::input, "not valid JSON at line " + std::to_string(line_at(m_at)) + ": " + what, at_row(m_row), "Mend the JSON there; the file may be cut off.");
  }

  bool finish() {
    m_done = true;
    --m_row;
    std::size_t rest = skip_space(m_text, m_at + 1);
    if (!m_in_object && rest < m_text.size()) {
      m_at = rest;
      broken("there is more after the array");
    }
    m_at = m_text.size();
    return false;
  }

  // The one array of the object at m_at that holds rows; a row itself stays single.
  void find_array() {
    std::vector<std::string> names;
    std::size_t at = m_at + 1, array = 0;
    m_single = true;
    while (true) {
      at = skip_space(m_text, at);
      if (at >= m_text.size() || m_text[at] != '"') break;
      const std::size_t key_end = json_value_end(m_text, at, 4096);
      if (key_end == std::string_view::npos) return;
      const std::string key(m_text.substr(at + 1, key_end - at - 2));
      at = skip_space(m_text, key_end);
      if (at >= m_text.size() || m_text[at] != ':') return;
      at = skip_space(m_text, at + 1);
      if (at >= m_text.size()) return;
      if (m_text[at] == '[') {
        if (inside_row(key)) return;
        names.push_back(key);
        array = at;
      }
      const std::size_t end = json_value_end(m_text, at, std::string_view::npos, true);
      if (end == std::string_view::npos || end == at) break;
      at = skip_space(m_text, end);
      if (at >= m_text.size() || m_text[at] != ',') break;
      ++at;
    }
    if (names.size() > 1) {
      std::string list;
      for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
      fail(ErrorKind::input, "the object has several arrays (" + list + "); which holds the rows is not clear", path(), "Keep one of them in the file.");
    }
    if (names.empty()) return;
    m_single = false;
    m_in_object = true;
    m_at = array;
  }

  int64_t m_row = 0;
  bool m_single = false, m_in_object = false, m_done = false, m_after_comma = false;
};

}  // namespace

std::unique_ptr<RowFile> open_json_document(MappedFile file, std::size_t start) { return std::make_unique<JsonDocument>(std::move(file), start); }

}  // namespace paretune
