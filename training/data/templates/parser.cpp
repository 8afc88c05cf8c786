// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/templates/parser.h"

#include "training/data/templates/expression_parser.h"

namespace paretune::jinja {
namespace {

using StatementPtr = std::unique_ptr<Statement>;

class Parser : public ExpressionParser {
 public:
  using ExpressionParser::ExpressionParser;

  Block run() {
    Block block = statements({});
    if (peek().type != Token::Type::end) unexpected();
    return block;
  }

 private:
  StatementPtr make_statement(Statement::Kind kind) const {
    auto node = std::make_unique<Statement>();
    node->kind = kind;
    node->line = peek().line;
    return node;
  }

  void expect_block_end() {
    if (peek().type != Token::Type::block_end) unexpected();
    next();
  }

  // Statements up to a tag whose name is in `ends`; the name is read, the rest of that tag is not.
  Block statements(const std::vector<std::string_view>& ends) {
    if (++m_depth > kMaxBlockDepth) error("blocks nest too deeply");
    Block out;
    while (peek().type != Token::Type::end) {
      const Token token = next();
      if (token.type == Token::Type::data) {
        auto node = make_statement(Statement::Kind::data);
        node->text = token.text;
        node->line = token.line;
        out.push_back(std::move(node));
      } else if (token.type == Token::Type::variable_begin) {
        auto node = make_statement(Statement::Kind::output);
        node->expr = tuple();
        if (peek().type != Token::Type::variable_end) unexpected();
        next();
        out.push_back(std::move(node));
      } else {
        for (const std::string_view end : ends) {
          if (is_name(end)) {
            --m_depth;
            return out;
          }
        }
        out.push_back(statement());
      }
    }
    if (!ends.empty()) error("the end of the template came before {% " + std::string(ends.back()) + " %}");
    --m_depth;
    return out;
  }

  void end_tag(std::string_view name) {
    if (!skip_name(name)) unexpected();
    expect_block_end();
  }

  StatementPtr statement() {
    const std::string name = expect_name();
    if (name == "if") return if_();
    if (name == "for") return for_();
    if (name == "set") return set();
    if (name == "macro") return macro();
    if (name == "call") return call();
    if (name == "with") return with_();
    if (name == "filter") return filter();
    if (name == "generation") {
      auto node = make_statement(Statement::Kind::generation);
      expect_block_end();
      node->body = statements({"endgeneration"});
      end_tag("endgeneration");
      return node;
    }
    if (name == "break" || name == "continue") {
      if (m_loops == 0) error("{% " + name + " %} is outside a loop");
      auto node = make_statement(name == "break" ? Statement::Kind::break_ : Statement::Kind::continue_);
      expect_block_end();
      return node;
    }
    error("the tag '" + name + "' is not allowed here");
  }

  StatementPtr if_() {
    auto node = make_statement(Statement::Kind::if_);
    bool more = true;
    while (more) {
      ExprPtr condition = tuple();
      expect_block_end();
      Block body = statements({"elif", "else", "endif"});
      node->branches.emplace_back(std::move(condition), std::move(body));
      more = skip_name("elif");
    }
    if (skip_name("else")) {
      expect_block_end();
      node->branches.emplace_back(nullptr, statements({"endif"}));
    }
    end_tag("endif");
    return node;
  }

  std::vector<std::string> target_names() {
    std::vector<std::string> out;
    const bool bracket = skip_op("(");
    do {
      if (!out.empty() && (is_op("=") || is_op(")"))) break;
      out.push_back(expect_name());
    } while (skip_op(","));
    if (bracket) expect_op(")");
    return out;
  }

  StatementPtr for_() {
    auto node = make_statement(Statement::Kind::for_);
    node->targets = target_names();
    if (!skip_name("in")) unexpected();
    node->expr = tuple(false);
    if (skip_name("if")) node->condition = expression();
    if (is_name("recursive")) error("recursive loops are not supported");
    expect_block_end();
    ++m_loops;
    node->body = statements({"else", "endfor"});
    --m_loops;
    if (skip_name("else")) {
      expect_block_end();
      node->otherwise = statements({"endfor"});
    }
    end_tag("endfor");
    return node;
  }

  StatementPtr set() {
    auto node = make_statement(Statement::Kind::set);
    if (is_op(".", 1)) {
      const std::string space = expect_name();
      next();
      node->targets = {space + "." + expect_name()};
    } else {
      node->targets = target_names();
    }
    if (skip_op("=")) {
      node->expr = tuple();
      expect_block_end();
      return node;
    }
    if (node->targets.size() != 1) error("a set block has one name");
    node->kind = Statement::Kind::set_block;
    if (is_op("|")) node->expr = filters(nullptr);
    expect_block_end();
    node->body = statements({"endset"});
    end_tag("endset");
    return node;
  }

  void parameters(Statement& node) {
    expect_op("(");
    while (!skip_op(")")) {
      node.targets.push_back(expect_name());
      if (skip_op("=")) {
        node.values.push_back(expression());
      } else if (!node.values.empty()) {
        error("a parameter without default follows one with default");
      }
      if (!is_op(")")) expect_op(",");
    }
  }

  StatementPtr macro() {
    auto node = make_statement(Statement::Kind::macro);
    node->text = expect_name();
    parameters(*node);
    expect_block_end();
    node->body = body_outside_loops("endmacro");
    return node;
  }

  StatementPtr call() {
    auto node = make_statement(Statement::Kind::call);
    if (is_op("(")) parameters(*node);
    node->expr = expression();
    if (node->expr->kind != Expr::Kind::call) error("{% call %} needs a call");
    expect_block_end();
    node->body = body_outside_loops("endcall");
    return node;
  }

  Block body_outside_loops(const char* end) {
    const int loops = std::exchange(m_loops, 0);
    Block body = statements({end});
    m_loops = loops;
    end_tag(end);
    return body;
  }

  StatementPtr with_() {
    auto node = make_statement(Statement::Kind::with);
    while (peek().type != Token::Type::block_end) {
      if (!node->targets.empty()) expect_op(",");
      node->targets.push_back(expect_name());
      expect_op("=");
      node->values.push_back(expression());
    }
    expect_block_end();
    node->body = statements({"endwith"});
    end_tag("endwith");
    return node;
  }

  StatementPtr filter() {
    auto node = make_statement(Statement::Kind::filter);
    auto first = std::make_unique<Expr>();
    first->kind = Expr::Kind::filter;
    first->line = peek().line;
    first->text = expect_name();
    first->kids.push_back(nullptr);
    if (skip_op("(")) arguments(*first);
    node->expr = filters(std::move(first));
    expect_block_end();
    node->body = statements({"endfilter"});
    end_tag("endfilter");
    return node;
  }

  int m_depth = 0, m_loops = 0;
};

}  // namespace

Block parse(std::string_view source, const std::string& where) { return Parser(tokenize(source, where), where).run(); }

}  // namespace paretune::jinja
