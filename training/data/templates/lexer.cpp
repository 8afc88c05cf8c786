// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/templates/lexer.h"

#include <algorithm>
#include <charconv>

#include "training/api/result.h"
#include "training/data/tokenizers/text.h"

namespace paretune::jinja {
namespace {

bool is_space_char(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<uint8_t>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  Lexer(std::string_view source, const std::string& where) : m_where(where) {
    // Newlines are \n, and one at the end of the template does not count.
    m_text.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
      if (source[i] == '\r') {
        m_text += '\n';
        if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
      } else {
        m_text += source[i];
      }
    }
    if (!m_text.empty() && m_text.back() == '\n') m_text.pop_back();
  }

  std::vector<Token> run() {
    while (m_at < m_text.size()) data();
    add(Token::Type::end, "");
    return std::move(m_tokens);
  }

 private:
  [[noreturn]] void error(const std::string& message) const { template_error(message, m_where, m_line); }

  bool starts(std::string_view what) const { return std::string_view(m_text).substr(m_at, what.size()) == what; }

  void add(Token::Type type, std::string text) {
    Token token;
    token.type = type;
    token.text = std::move(text);
    token.line = m_line;
    m_tokens.push_back(std::move(token));
  }

  void advance(std::size_t to) {
    m_line += static_cast<int>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at), m_text.begin() + static_cast<std::ptrdiff_t>(to), '\n'));
    m_at = to;
  }

  // Text up to the next tag, then the tag.
  void data() {
    std::size_t tag = m_at;
    while ((tag = m_text.find('{', tag)) != std::string::npos) {
      if (tag + 1 < m_text.size() && (m_text[tag + 1] == '{' || m_text[tag + 1] == '%' || m_text[tag + 1] == '#')) break;
      ++tag;
    }
    if (tag == std::string::npos) {
      put_data(m_at, m_text.size());
      advance(m_text.size());
      return;
    }
    const char kind = m_text[tag + 1];
    const char sign = tag + 2 < m_text.size() ? m_text[tag + 2] : ' ';
    std::size_t end = tag;
    if (sign == '-') {
      while (end > m_at && is_space_char(m_text[end - 1])) --end;
    } else if (sign != '+' && kind != '{') {
      std::size_t start = tag;
      while (start > m_at && m_text[start - 1] != '\n' && is_space_char(m_text[start - 1])) --start;
      const bool line_start = start > m_at ? m_text[start - 1] == '\n' : m_line_starting;
      if (line_start && start < tag) end = start;
    }
    put_data(m_at, end);
    advance(tag + 2 + (sign == '-' || (sign == '+' && kind != '{') ? 1 : 0));
    if (kind == '#') {
      comment();
    } else if (kind == '{') {
      add(Token::Type::variable_begin, "{{");
      inside(true);
    } else {
      add(Token::Type::block_begin, "{%");
      const std::size_t first = m_tokens.size();
      inside(false);
      if (m_tokens.size() == first + 2 && m_tokens[first].type == Token::Type::name && m_tokens[first].text == "raw") raw(first - 1);
    }
  }

  void put_data(std::size_t begin, std::size_t end) {
    if (end > begin) add(Token::Type::data, m_text.substr(begin, end - begin));
  }

  // After the closing of a tag whose '-' or '+' sign is given: which white space goes with it.
  void close(std::size_t to, char sign, bool block) {
    m_unsigned_close = sign == '-' ? 0 : to;
    std::size_t end = to;
    if (sign == '-') {
      while (end < m_text.size() && is_space_char(m_text[end])) ++end;
    } else if (block && sign != '+' && end < m_text.size() && m_text[end] == '\n') {
      ++end;
    }
    advance(end);
    m_line_starting = end > 0 && m_text[end - 1] == '\n';
  }

  void comment() {
    const auto end = m_text.find("#}", m_at);
    if (end == std::string::npos) error("a comment {# is not closed");
    const char sign = end > m_at ? m_text[end - 1] : ' ';
    close(end + 2, sign, true);
  }

  void raw(std::size_t begin) {
    m_tokens.resize(begin);
    if (m_unsigned_close > 0 && m_unsigned_close < m_at) {  // the newline after {% raw %} stays
      m_at = m_unsigned_close;
      --m_line;
    }
    for (std::size_t tag = m_text.find("{%", m_at); tag != std::string::npos; tag = m_text.find("{%", tag + 2)) {
      std::size_t at = tag + 2;
      const char open = at < m_text.size() ? m_text[at] : ' ';
      if (open == '-' || open == '+') ++at;
      while (at < m_text.size() && is_space_char(m_text[at])) ++at;
      if (m_text.compare(at, 6, "endraw") != 0) continue;
      at += 6;
      while (at < m_text.size() && is_space_char(m_text[at])) ++at;
      const char sign = at < m_text.size() ? m_text[at] : ' ';
      if (sign == '-' || sign == '+') ++at;
      if (m_text.compare(at, 2, "%}") != 0) continue;
      std::size_t end = tag;
      if (open == '-') {
        while (end > m_at && is_space_char(m_text[end - 1])) --end;
      } else if (open != '+') {
        std::size_t start = tag;
        while (start > m_at && m_text[start - 1] != '\n' && is_space_char(m_text[start - 1])) --start;
        if (start > m_at && m_text[start - 1] == '\n') end = start;
      }
      put_data(m_at, end);
      close(at + 2, sign, true);
      return;
    }
    error("{% raw %} is not closed");
  }

  void inside(bool variable) {
    std::string open;  // brackets that wait for their partner
    const std::string_view closing = variable ? "}}" : "%}";
    while (true) {
      if (m_at >= m_text.size()) error(std::string(variable ? "{{" : "{%") + " is not closed");
      const char c = m_text[m_at];
      if (is_space_char(c)) {
        advance(m_at + 1);
        continue;
      }
      if (open.empty()) {
        const bool signed_end = (c == '-' || (c == '+' && !variable)) && m_text.compare(m_at + 1, 2, closing) == 0;
        if (signed_end || starts(closing)) {
          add(variable ? Token::Type::variable_end : Token::Type::block_end, std::string(closing));
          close(m_at + (signed_end ? 3 : 2), signed_end ? c : ' ', !variable);
          return;
        }
      }
      if (is_name_start(c)) {
        std::size_t end = m_at;
        while (end < m_text.size() && (is_name_start(m_text[end]) || is_digit(m_text[end]))) ++end;
        add(Token::Type::name, m_text.substr(m_at, end - m_at));
        advance(end);
      } else if (is_digit(c)) {
        number();
      } else if (c == '"' || c == '\'') {
        string(c);
      } else {
        op(open);
      }
    }
  }

  void op(std::string& open) {
    static constexpr std::string_view kOps[] = {"//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "[", "]", "(", ")",
                                                "{",  "}",  ">",  "<",  "=",  ".",  ":", "|", ",", ";"};
    for (const std::string_view candidate : kOps) {
      if (!starts(candidate)) continue;
      const char c = candidate[0];
      if (c == '(' || c == '[' || c == '{') open += c == '(' ? ')' : c == '[' ? ']' : '}';
      if (c == ')' || c == ']' || c == '}') {
        if (open.empty() || open.back() != c) error(std::string("unexpected '") + c + "'");
        open.pop_back();
      }
      add(Token::Type::op, std::string(candidate));
      advance(m_at + candidate.size());
      return;
    }
    error(std::string("unexpected character '") + m_text.substr(m_at, code_point_at(m_text, m_at).length) + "'");
  }

  void number() {
    std::size_t end = m_at;
    std::string digits;
    int base = 10;
    if (m_text[m_at] == '0' && m_at + 2 < m_text.size()) {
      const char kind = m_text[m_at + 1];
      base = kind == 'x' || kind == 'X' ? 16 : kind == 'b' || kind == 'B' ? 2 : kind == 'o' || kind == 'O' ? 8 : 10;
      if (base != 10) end += 2;
    }
    const auto take_digits = [&] {
      while (end < m_text.size() && (is_digit(m_text[end]) || m_text[end] == '_' || (base == 16 && std::isxdigit(static_cast<unsigned char>(m_text[end]))))) {
        if (m_text[end] != '_') digits += m_text[end];
        ++end;
      }
    };
    take_digits();
    bool real = false;
    if (base == 10 && end + 1 < m_text.size() && m_text[end] == '.' && is_digit(m_text[end + 1])) {
      real = true;
      digits += m_text[end++];
      take_digits();
    }
    if (base == 10 && end < m_text.size() && (m_text[end] == 'e' || m_text[end] == 'E')) {
      std::size_t at = end + 1;
      std::string exponent = "e";
      if (at < m_text.size() && (m_text[at] == '+' || m_text[at] == '-')) exponent += m_text[at++];
      if (at < m_text.size() && is_digit(m_text[at])) {
        real = true;
        digits += exponent[exponent.size() - 1] == '+' ? "e" : exponent;
        end = at;
        take_digits();
      }
    }
    Token token;
    token.line = m_line;
    token.type = real ? Token::Type::number : Token::Type::integer;
    const char* last = digits.data() + digits.size();
    const auto read = real ? std::from_chars(digits.data(), last, token.number) : std::from_chars(digits.data(), last, token.integer, base);
    if (read.ec != std::errc() || read.ptr != last) error("cannot read the number '" + m_text.substr(m_at, std::min<std::size_t>(end - m_at, 40)) + "'");
    m_tokens.push_back(std::move(token));
    advance(end);
  }

  // A string with Python's escapes.
  void string(char quote) {
    std::string out;
    std::size_t at = m_at + 1;
    while (true) {
      if (at >= m_text.size()) error("a string is not closed");
      const char c = m_text[at];
      if (c == quote) break;
      if (c != '\\') {
        out += c;
        ++at;
        continue;
      }
      if (at + 1 >= m_text.size()) error("a string is not closed");
      at = escape(at + 1, out);
    }
    add(Token::Type::string, std::move(out));
    advance(at + 1);
  }

  std::size_t escape(std::size_t at, std::string& out) const {
    const char c = m_text[at];
    static constexpr std::string_view kNames = "abfnrtv\\'\"", kValues = "\a\b\f\n\r\t\v\\'\"";
    if (const auto known = kNames.find(c); known != std::string_view::npos) {
      out += kValues[known];
      return at + 1;
    }
    if (c == '\n') return at + 1;
    const int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    uint32_t value = 0;
    if (digits > 0) {
      const char* first = m_text.data() + at + 1;
      const char* last = first + std::min<std::size_t>(static_cast<std::size_t>(digits), m_text.size() - at - 1);
      const auto read = std::from_chars(first, last, value, 16);
      if (read.ptr != first + digits) error("a string has a broken escape \\" + std::string(1, c));
      append_code_point(out, value);
      return at + 1 + static_cast<std::size_t>(digits);
    }
    if (c >= '0' && c <= '7') {
      std::size_t end = at;
      while (end < m_text.size() && end < at + 3 && m_text[end] >= '0' && m_text[end] <= '7') value = value * 8 + static_cast<uint32_t>(m_text[end++] - '0');
      append_code_point(out, value);
      return end;
    }
    out += '\\';
    out += c;
    return at + 1;
  }

  std::string m_text, m_where;
  std::size_t m_at = 0;
  std::size_t m_unsigned_close = 0;  // behind the last tag, its newline not counted
  int m_line = 1;
  bool m_line_starting = true;  // the last tag ended with a newline
  std::vector<Token> m_tokens;
};

}  // namespace

void template_error(const std::string& message, const std::string& where, int line) {
  fail(ErrorKind::input, message, where + " line " + std::to_string(line), "Correct the chat template, or choose another model.");
}

std::vector<Token> tokenize(std::string_view source, const std::string& where) { return Lexer(source, where).run(); }

}  // namespace paretune::jinja
