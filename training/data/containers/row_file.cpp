// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/containers/row_file.h"

#include <algorithm>

#include "training/core/json_text.h"
#include "training/io/pickle.h"

namespace paretune {
namespace {

// Bytes of the map that may stay in memory behind the place that is read.
constexpr std::size_t kBehind = std::size_t{4} << 20;

// Lets go of what lies between `from` and `at` once that is much; returns the new `from`.
std::size_t let_go_between(std::string_view text, std::size_t from, std::size_t at) {
  if (at < from + kBehind) return from;
  at &= ~std::size_t{0xFFFF};  // a page cut in two would stay
  let_go_pages(std::as_bytes(std::span(text.substr(from, at - from))));
  return at;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string extension_of(const std::string& path) {
  std::string out = std::filesystem::path(path).extension().string();
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  return out;
}

// Files whose first bytes say that they are none of ours.
void refuse_foreign(std::string_view text, const std::string& path) {
  struct Mark {
    std::string_view bytes;
    const char *what, *remedy;
  };
  static const Mark kMarks[] = {
      {"\x1f\x8b", "is compressed (gzip)", "Unpack it first: gunzip FILE."},
      {"PK\x03\x04", "is a zip archive or a spreadsheet", "Unpack it, or save the sheet as CSV."},
      {"\x28\xb5\x2f\xfd", "is compressed (zstd)", "Unpack it first: unzstd FILE."},
      {"ARROW1", "is an Arrow file, which is not read", "Write it as JSONL."},
      {"\xff\xfe", "is UTF-16 text", "Save it as UTF-8."},
      {"\xfe\xff", "is UTF-16 text", "Save it as UTF-8."},
      {"GGUF", "is a model file, not a data set", "Give a JSONL, JSON, CSV or Parquet file."},
  };
  if (is_pickle(text)) refuse_pickle(path, "Write the rows as JSONL.");
  for (const Mark& mark : kMarks) {
    if (text.starts_with(mark.bytes)) fail(ErrorKind::unsupported, mark.what, path, mark.remedy);
  }
  if (text.substr(0, 4096).find('\0') != std::string_view::npos) {
    fail(ErrorKind::input, "is binary, not text", path, "Give a Parquet file, or JSONL, JSON or CSV in UTF-8.");
  }
}

}  // namespace

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

std::size_t json_value_end(std::string_view text, std::size_t begin, std::size_t limit, bool mapped) {
  const std::size_t stop = limit < text.size() - std::min(begin, text.size()) ? begin + limit : text.size();
  std::size_t level = 0, kept_from = begin & ~std::size_t{0xFFFF};
  for (std::size_t i = begin; i < stop; ++i) {
    const char c = text[i];
    if (c == '"') {
      if (mapped) kept_from = let_go_between(text, kept_from, i);
      const std::size_t string_stop = std::min(stop, i + kLongestRow);
      for (++i; i < string_stop && text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
      }
      if (i >= string_stop) return std::string_view::npos;
      if (level == 0) return i + 1;
    } else if (c == '{' || c == '[') {
      ++level;
    } else if (c == '}' || c == ']') {
      if (level == 0) return i;  // the end of what holds a bare value
      if (--level == 0) return i + 1;
    } else if (level == 0 && (c == ',' || is_space(c))) {
      return i;
    }
  }
  return level == 0 ? stop : std::string_view::npos;
}

void RowFile::let_go_passed() { m_let_go = let_go_between(m_text, m_let_go, m_at); }

int64_t RowFile::line_at(std::size_t byte) const {
  return 1 + std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, m_text.size())), '\n');
}

void RowFile::check_length(std::size_t length, int64_t row) const {
  if (length > kLongestRow) {
    fail(ErrorKind::input, "the row is longer than " + std::to_string(kLongestRow >> 20) + " MB", at_row(row),
         "Split it: only max_length tokens of a row are used. A JSONL file has one row a line.");
  }
}

Json RowFile::parse_object(std::size_t begin, std::size_t end, int64_t row) const {
  check_length(end - begin, row);
  const std::string_view text = m_text.substr(begin, end - begin);
  check_json(text, kDeepestRow, at_row(row), kRowSpare);
  Json value;
  try {
    value = Json::parse(text.begin(), text.end());
  } catch (const Json::parse_error& error) {
    const std::size_t byte = std::min(begin + (error.byte > 0 ? error.byte - 1 : 0), end);
    const std::size_t line_start = byte == 0 ? std::string_view::npos : m_text.rfind('\n', byte - 1);
    const std::size_t column = line_start == std::string_view::npos ? byte + 1 : byte - line_start;
    fail(ErrorKind::input, "not valid JSON at line " + std::to_string(line_at(byte)) + ", column " + std::to_string(column), at_row(row),
         "Mend the JSON there; common causes are a missing comma, a raw line break inside a text, or a cut-off file.");
  } catch (const Json::out_of_range&) {
    fail(ErrorKind::input, "holds a number that is too large for JSON readers", at_row(row), "Write a number below 1.7e308.");
  }
  if (!value.is_object()) {
    fail(ErrorKind::input, std::string("the row is ") + (value.is_array() ? "an array" : value.type_name()) + ", not an object with named values", at_row(row),
         "Write rows such as {\"messages\": [...]} or {\"prompt\": \"...\", \"completion\": \"...\"}.");
  }
  return value;
}

Result<std::unique_ptr<RowFile>> RowFile::open(const std::string& path) {
  return attempt(path, [&]() -> std::unique_ptr<RowFile> {
    if (path.empty()) fail(ErrorKind::input, "no data file is given", "data.path", "Give a JSONL, JSON, CSV or Parquet file.");
    MappedFile file = MappedFile::open(path).value();
    const std::string_view text = file.text();
    if (text.starts_with("PAR1")) return open_parquet(std::move(file));
    refuse_foreign(text, path);
    const std::size_t start = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
    const std::size_t first = skip_space(text, start);
    if (first >= text.size()) fail(ErrorKind::input, "the file is empty", path, "Give a file with at least one row.");
    const std::string extension = extension_of(path);
    const bool named_lines = extension == ".jsonl" || extension == ".ndjson";
    if (extension == ".csv" || extension == ".tsv") return open_csv(std::move(file), start);
    if (text[first] == '[') return open_json_document(std::move(file), first);
    if (named_lines) return open_json_lines(std::move(file), start);
    if (text[first] == '{') {
      // One object over all: a document. More after it: lines.
      const std::size_t end = json_value_end(text, first, std::string_view::npos, true);
      const bool one_value = end == std::string_view::npos ? extension == ".json" : skip_space(text, end) >= text.size();
      if (one_value) return open_json_document(std::move(file), first);
      return open_json_lines(std::move(file), start);
    }
    if (extension == ".json") return open_json_lines(std::move(file), start);
    return open_csv(std::move(file), start);
  });
}

}  // namespace paretune
