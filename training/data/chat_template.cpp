// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/chat_template.h"

#include "training/data/templates/interpreter.h"
#include "training/data/templates/lexer.h"
#include "training/data/templates/parser.h"

namespace paretune {
namespace {

constexpr std::size_t kMaxTemplate = std::size_t{256} << 10;  // the longest in use have 30 KB; a parsed one takes a hundred times its size

class ParsedTemplate : public ChatTemplate {
 public:
  ParsedTemplate(jinja::Block block, std::string where) : m_block(std::move(block)), m_where(std::move(where)) {}

  Result<Rendered> render(const Json& variables) const override {
    return attempt(m_where, [&] {
      jinja::Interpreter interpreter(m_where);
      auto result = interpreter.run(m_block, variables);
      return Rendered{std::move(result.text), std::move(result.generation)};
    });
  }

 private:
  jinja::Block m_block;
  std::string m_where;
};

}  // namespace

Result<std::shared_ptr<const ChatTemplate>> ChatTemplate::parse(const std::string& source, const std::string& where) {
  return attempt(where, [&]() -> std::shared_ptr<const ChatTemplate> {
    if (source.size() > kMaxTemplate) fail(ErrorKind::input, "the chat template is larger than 256 KB", where, "Choose another template.");
    return std::make_shared<ParsedTemplate>(jinja::parse(source, where), where);
  });
}

}  // namespace paretune
