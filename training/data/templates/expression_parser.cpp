// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/templates/expression_parser.h"

#include <algorithm>

namespace paretune::jinja {

// Counts how deep expressions nest while it lives.
class Nested {
 public:
  explicit Nested(ExpressionParser& parser) : m_parser(parser) {
    if (++m_parser.m_nesting > kMaxExprDepth) {
      --m_parser.m_nesting;
      m_parser.error("an expression nests too deeply");
    }
  }
  ~Nested() { --m_parser.m_nesting; }

 private:
  ExpressionParser& m_parser;
};

ExprPtr ExpressionParser::make(Expr::Kind kind, std::string text) const {
  auto node = std::make_unique<Expr>();
  node->kind = kind;
  node->line = peek().line;
  node->text = std::move(text);
  return node;
}

ExprPtr ExpressionParser::with(ExprPtr parent, ExprPtr kid) const {
  if (kid) {
    parent->depth = std::max(parent->depth, kid->depth + 1);
    if (parent->depth > kMaxExprDepth) error("an expression nests too deeply");
  }
  parent->kids.push_back(std::move(kid));
  return parent;
}

bool ExpressionParser::skip_op(std::string_view op) {
  if (!is_op(op)) return false;
  next();
  return true;
}
bool ExpressionParser::skip_name(std::string_view name) {
  if (!is_name(name)) return false;
  next();
  return true;
}
void ExpressionParser::expect_op(std::string_view op) {
  if (!skip_op(op)) error("expected '" + std::string(op) + "', found " + (peek().type == Token::Type::end ? "the end" : "'" + peek().text.substr(0, 60) + "'"));
}
std::string ExpressionParser::expect_name() {
  if (peek().type != Token::Type::name) error("expected a name, found '" + peek().text.substr(0, 60) + "'");
  return next().text;
}
void ExpressionParser::unexpected() const { error("unexpected '" + peek().text.substr(0, 60) + "'"); }

ExprPtr ExpressionParser::expression(bool with_condition) {
  const Nested nested(*this);
  ExprPtr node = logic_or();
  while (with_condition && skip_name("if")) {
    ExprPtr choice = make(Expr::Kind::condition);
    choice = with(std::move(choice), logic_or());
    choice = with(std::move(choice), std::move(node));
    choice = with(std::move(choice), skip_name("else") ? expression() : nullptr);
    node = std::move(choice);
  }
  return node;
}

ExprPtr ExpressionParser::tuple(bool with_condition) {
  ExprPtr first = expression(with_condition);
  if (!is_op(",")) return first;
  ExprPtr node = with(make(Expr::Kind::tuple), std::move(first));
  while (skip_op(",")) {
    const auto type = peek().type;
    if (type == Token::Type::variable_end || type == Token::Type::block_end || is_op(")") || is_name("in")) break;
    node = with(std::move(node), expression(with_condition));
  }
  return node;
}

ExprPtr ExpressionParser::logic_or() {
  ExprPtr left = logic_and();
  while (skip_name("or")) left = with(with(make(Expr::Kind::logic, "or"), std::move(left)), logic_and());
  return left;
}

ExprPtr ExpressionParser::logic_and() {
  ExprPtr left = logic_not();
  while (skip_name("and")) left = with(with(make(Expr::Kind::logic, "and"), std::move(left)), logic_not());
  return left;
}

ExprPtr ExpressionParser::logic_not() {
  if (!is_name("not")) return compare();
  const Nested nested(*this);
  next();
  return with(make(Expr::Kind::unary, "not"), logic_not());
}

ExprPtr ExpressionParser::compare() {
  ExprPtr left = sum();
  ExprPtr node;
  while (true) {
    std::string op;
    for (const char* candidate : {"==", "!=", "<", ">", "<=", ">="}) {
      if (is_op(candidate)) op = candidate;
    }
    if (!op.empty()) {
      next();
    } else if (skip_name("in")) {
      op = "in";
    } else if (is_name("not") && is_name("in", 1)) {
      next();
      next();
      op = "not in";
    } else {
      break;
    }
    if (!node) node = with(make(Expr::Kind::compare), std::move(left));
    node->ops.push_back(op);
    node = with(std::move(node), sum());
  }
  return node ? std::move(node) : std::move(left);
}

ExprPtr ExpressionParser::sum() {
  ExprPtr left = concat();
  while (is_op("+") || is_op("-")) {
    ExprPtr node = make(Expr::Kind::binary, next().text);
    left = with(with(std::move(node), std::move(left)), concat());
  }
  return left;
}

ExprPtr ExpressionParser::concat() {
  ExprPtr first = product();
  if (!is_op("~")) return first;
  ExprPtr node = with(make(Expr::Kind::concat), std::move(first));
  while (skip_op("~")) node = with(std::move(node), product());
  return node;
}

ExprPtr ExpressionParser::product() {
  ExprPtr left = power();
  while (is_op("*") || is_op("/") || is_op("//") || is_op("%")) {
    ExprPtr node = make(Expr::Kind::binary, next().text);
    left = with(with(std::move(node), std::move(left)), power());
  }
  return left;
}

ExprPtr ExpressionParser::power() {
  ExprPtr left = unary(true);
  while (skip_op("**")) left = with(with(make(Expr::Kind::binary, "**"), std::move(left)), unary(true));
  return left;
}

ExprPtr ExpressionParser::unary(bool with_filters) {
  ExprPtr node;
  if (is_op("-") || is_op("+")) {
    const Nested nested(*this);
    ExprPtr sign = make(Expr::Kind::unary, next().text);
    node = with(std::move(sign), unary(false));
  } else {
    node = primary();
  }
  node = postfix(std::move(node));
  return with_filters ? filters(std::move(node)) : std::move(node);
}

ExprPtr ExpressionParser::primary() {
  ExprPtr node = make(Expr::Kind::constant);
  const Token token = peek();
  switch (token.type) {
    case Token::Type::name:
      next();
      if (token.text == "true" || token.text == "True" || token.text == "false" || token.text == "False") {
        node->value = Value::boolean(token.text[0] == 't' || token.text[0] == 'T');
      } else if (token.text == "none" || token.text == "None") {
        node->value = Value::none();
      } else {
        node->kind = Expr::Kind::name;
        node->text = token.text;
      }
      return node;
    case Token::Type::string: {  // neighbours join
      std::string text;
      while (peek().type == Token::Type::string) text += next().text;
      node->value = Value::text(std::move(text));
      return node;
    }
    case Token::Type::integer:
      next();
      node->value = Value::integer(token.integer);
      return node;
    case Token::Type::number:
      next();
      node->value = Value::number(token.number);
      return node;
    default: break;
  }
  if (skip_op("(")) {
    if (skip_op(")")) {
      node->kind = Expr::Kind::tuple;
      return node;
    }
    ExprPtr inner = tuple();
    expect_op(")");
    return inner;
  }
  if (skip_op("[")) {
    node->kind = Expr::Kind::list;
    while (!skip_op("]")) {
      node = with(std::move(node), expression());
      if (!is_op("]")) expect_op(",");
    }
    return node;
  }
  if (is_op("{")) return dict();
  unexpected();
}

ExprPtr ExpressionParser::dict() {
  ExprPtr node = make(Expr::Kind::dict);
  next();
  while (!skip_op("}")) {
    node = with(std::move(node), expression());
    expect_op(":");
    node = with(std::move(node), expression());
    if (!is_op("}")) expect_op(",");
  }
  return node;
}

ExprPtr ExpressionParser::postfix(ExprPtr node) {
  while (true) {
    if (skip_op(".")) {
      if (peek().type == Token::Type::integer) {
        ExprPtr index = make(Expr::Kind::constant);
        index->value = Value::integer(next().integer);
        node = with(with(make(Expr::Kind::item), std::move(node)), std::move(index));
      } else {
        ExprPtr attribute = make(Expr::Kind::attribute, expect_name());
        node = with(std::move(attribute), std::move(node));
      }
    } else if (skip_op("[")) {
      node = subscript(std::move(node));
    } else if (skip_op("(")) {
      node = with(make(Expr::Kind::call), std::move(node));
      arguments(*node);
    } else {
      return node;
    }
  }
}

ExprPtr ExpressionParser::subscript(ExprPtr node) {
  ExprPtr parts[3];
  int part = 0;
  bool slice = false;
  while (!is_op("]")) {
    if (skip_op(":")) {
      slice = true;
      if (++part > 2) error("a slice has too many parts");
    } else if (parts[part]) {
      unexpected();
    } else {
      parts[part] = expression();
    }
  }
  next();
  if (!slice) {
    if (!parts[0]) error("an index is missing");
    return with(with(make(Expr::Kind::item), std::move(node)), std::move(parts[0]));
  }
  ExprPtr out = with(make(Expr::Kind::slice), std::move(node));
  for (ExprPtr& bound : parts) out = with(std::move(out), std::move(bound));
  return out;
}

void ExpressionParser::arguments(Expr& call) {
  while (!skip_op(")")) {
    if (is_op("*") || is_op("**")) error("* and ** arguments are not supported");
    const bool named = peek().type == Token::Type::name && is_op("=", 1);
    std::string name;
    if (named) {
      name = next().text;
      next();
    } else if (!call.named.empty()) {
      error("a positional argument follows a named one");
    }
    ExprPtr value = expression();
    call.depth = std::max(call.depth, value->depth + 1);
    if (call.depth > kMaxExprDepth) error("an expression nests too deeply");
    if (named) {
      call.named.emplace_back(std::move(name), std::move(value));
    } else {
      call.kids.push_back(std::move(value));
    }
    if (!is_op(")")) expect_op(",");
  }
}

ExprPtr ExpressionParser::filters(ExprPtr node) {
  while (true) {
    if (skip_op("|")) {
      ExprPtr filter = make(Expr::Kind::filter, expect_name());
      filter = with(std::move(filter), std::move(node));
      if (skip_op("(")) arguments(*filter);
      node = std::move(filter);
    } else if (is_name("is")) {
      node = test(std::move(node));
    } else if (skip_op("(")) {
      node = with(make(Expr::Kind::call), std::move(node));
      arguments(*node);
    } else {
      return node;
    }
  }
}

ExprPtr ExpressionParser::test(ExprPtr node) {
  next();
  const bool negated = skip_name("not");
  std::string name = peek().type == Token::Type::op && (is_op("==") || is_op("!=") || is_op("<") || is_op(">") || is_op("<=") || is_op(">=")) ? next().text : expect_name();
  ExprPtr out = with(make(Expr::Kind::test, std::move(name)), std::move(node));
  const auto type = peek().type;
  const bool literal = type == Token::Type::string || type == Token::Type::integer || type == Token::Type::number || is_op("[") || is_op("{");
  const bool word = type == Token::Type::name && !is_name("else") && !is_name("or") && !is_name("and") && !is_name("is") && !is_name("if") && !is_name("not") &&
                    !is_name("in");
  if (skip_op("(")) {
    arguments(*out);
  } else if (literal || word) {
    out = with(std::move(out), postfix(primary()));
  }
  return negated ? with(make(Expr::Kind::unary, "not"), std::move(out)) : std::move(out);
}

}  // namespace paretune::jinja
