// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Expressions by recursive descent, with Jinja's precedence.
#include "training/data/templates/ast.h"
#include "training/data/templates/lexer.h"

namespace paretune::jinja {

class ExpressionParser {
 public:
  ExpressionParser(std::vector<Token> tokens, const std::string& where) : m_tokens(std::move(tokens)), m_where(where) {}

  ExprPtr expression(bool with_condition = true);        // a if b else c
  ExprPtr tuple(bool with_condition = true);             // a, b, c
  ExprPtr filters(ExprPtr node);                         // | f | g, "is" tests and calls after node
  void arguments(Expr& call);                            // after "(": positional and named ones, and the ")"

  const Token& peek(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
  Token next() { return m_at + 1 < m_tokens.size() ? m_tokens[m_at++] : m_tokens.back(); }
  bool is_op(std::string_view op, std::size_t ahead = 0) const { return peek(ahead).type == Token::Type::op && peek(ahead).text == op; }
  bool is_name(std::string_view name, std::size_t ahead = 0) const { return peek(ahead).type == Token::Type::name && peek(ahead).text == name; }
  bool skip_op(std::string_view op);
  bool skip_name(std::string_view name);
  void expect_op(std::string_view op);
  std::string expect_name();
  [[noreturn]] void error(const std::string& message) const { template_error(message, m_where, peek().line); }
  [[noreturn]] void unexpected() const;

 private:
  friend class Nested;
  ExprPtr make(Expr::Kind kind, std::string text = {}) const;
  ExprPtr with(ExprPtr parent, ExprPtr kid) const;  // adds a kid, checks the depth
  ExprPtr logic_or();
  ExprPtr logic_and();
  ExprPtr logic_not();
  ExprPtr compare();
  ExprPtr sum();
  ExprPtr concat();
  ExprPtr product();
  ExprPtr power();
  ExprPtr unary(bool with_filters);
  ExprPtr primary();
  ExprPtr postfix(ExprPtr node);
  ExprPtr subscript(ExprPtr node);
  ExprPtr test(ExprPtr node);
  ExprPtr dict();

  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
  int m_nesting = 0;

 protected:
  std::string m_where;
};

}  // namespace paretune::jinja
