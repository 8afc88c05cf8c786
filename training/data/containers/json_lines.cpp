// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object a line; blank lines are skipped.
#include "training/data/containers/row_file.h"

namespace paretune {
namespace {

class JsonLines final : public RowFile {
 public:
  JsonLines(MappedFile file, std::size_t start) : RowFile(std::move(file), start) {}

  const char* container() const override { return "jsonl"; }
  bool next(RawRow& row) override {
    while (m_at < m_text.size()) {
      const std::size_t begin = m_at;
      const std::string_view text = text_for_row(begin);
      const std::size_t newline = text.find('\n', begin);
      const std::size_t end = newline == std::string_view::npos ? text.size() : newline;
      m_at = newline == std::string_view::npos ? end : newline + 1;
      check_length(end - begin, ++m_line);
      if (skip_space(m_text.substr(0, end), begin) >= end) continue;
      row.row = m_line;
      row.value = parse_object(begin, end, m_line);
      return true;
    }
    return false;
  }

 private:
  int64_t m_line = 0;
};

}  // namespace

std::unique_ptr<RowFile> open_json_lines(MappedFile file, std::size_t start) { return std::make_unique<JsonLines>(std::move(file), start); }

}  // namespace paretune
