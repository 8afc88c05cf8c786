// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/scanners.h"

namespace paretune {

const char* const kGpt2Regex = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
const char* const kLlama3Regex =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
const char* const kQwen2Regex =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

namespace {

class Scan {
 public:
  Scan(std::string_view text) : m_text(text) {}

  // 's 't 're 've 'm 'll 'd at `at`: the end, or `at` when there is none.
  std::size_t contraction(std::size_t at, bool any_case) const {
    if (m_text[at] != '\'' || at + 1 >= m_text.size()) return at;
    const auto letter = [&](std::size_t i) -> char {
      if (i >= m_text.size()) return 0;
      const char c = m_text[i];
      return any_case && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    const char first = letter(at + 1), second = letter(at + 2);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return at + 2;
    if ((first == 'r' && second == 'e') || (first == 'v' && second == 'e') || (first == 'l' && second == 'l')) return at + 3;
    if (any_case && m_text.substr(at + 1, 2) == "\xC5\xBF") return at + 3;  // the long s folds to s
    return at;
  }

  std::size_t run(std::size_t at, CharClass wanted, std::size_t limit = SIZE_MAX) const {
    for (; at < m_text.size() && limit > 0; --limit) {
      const CodePoint c = code_point_at(m_text, at);
      if (char_class(c.value) != wanted) break;
      at += c.length;
    }
    return at;
  }

  // \s+(?!\S)|\s+ from `at`; with newlines, \s*[\r\n]+ comes first.
  std::size_t spaces(std::size_t at, bool newlines) const {
    std::size_t end = at, last = at, after_newline = at;
    while (end < m_text.size()) {
      const CodePoint c = code_point_at(m_text, end);
      if (char_class(c.value) != CharClass::space) break;
      last = end;
      end += c.length;
      if (c.value == '\n' || c.value == '\r') after_newline = end;
    }
    if (newlines && after_newline > at) return after_newline;
    return end == m_text.size() || last == at ? end : last;
  }

  bool is(std::size_t at, CharClass wanted) const {
    return at < m_text.size() && char_class(code_point_at(m_text, at).value) == wanted;
  }

  std::size_t gpt2(std::size_t at) const {
    if (const std::size_t end = contraction(at, false); end > at) return end;
    const std::size_t word = m_text[at] == ' ' && at + 1 < m_text.size() ? at + 1 : at;
    const CharClass kind = char_class(code_point_at(m_text, word).value);
    if (kind != CharClass::space) return run(word, kind);
    return spaces(at, false);
  }

  std::size_t llama3(std::size_t at, std::size_t digits) const {
    if (const std::size_t end = contraction(at, true); end > at) return end;
    const CodePoint c = code_point_at(m_text, at);
    const CharClass kind = char_class(c.value);
    if (kind == CharClass::letter) return run(at, kind);
    if (kind == CharClass::number) return run(at, kind, digits);
    if (c.value != '\r' && c.value != '\n' && is(at + c.length, CharClass::letter)) return run(at + c.length, CharClass::letter);
    const std::size_t mark = c.value == ' ' ? at + 1 : at;
    if (is(mark, CharClass::other)) {
      std::size_t end = run(mark, CharClass::other);
      while (end < m_text.size() && (m_text[end] == '\r' || m_text[end] == '\n')) ++end;
      return end;
    }
    return spaces(at, true);
  }

 private:
  std::string_view m_text;
};

}  // namespace

std::optional<Scanner> scanner_for(std::string_view regex) {
  if (regex == kGpt2Regex) return Scanner::gpt2;
  if (regex == kLlama3Regex) return Scanner::llama3;
  if (regex == kQwen2Regex) return Scanner::qwen2;
  return {};
}

std::vector<Span> scan(Scanner scanner, std::string_view text) {
  const Scan scan(text);
  std::vector<Span> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = scanner == Scanner::gpt2 ? scan.gpt2(at) : scan.llama3(at, scanner == Scanner::llama3 ? 3 : 1);
    out.push_back({at, end});
    at = end;
  }
  return out;
}

}  // namespace paretune
