// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A safe subset of Jinja that renders chat templates as transformers does (trim_blocks, lstrip_blocks, loopcontrols).
// No file, no network, no attribute of host objects; steps, depth and output are bounded.
#include <memory>

#include "training/data/tokenizer.h"

namespace paretune {

class ChatTemplate {
 public:
  static Result<std::shared_ptr<const ChatTemplate>> parse(const std::string& source, const std::string& where);
  virtual ~ChatTemplate() = default;

  struct Rendered {
    std::string text;
    // Byte spans of text inside {% generation %} blocks; empty when the template has none.
    std::vector<std::pair<std::size_t, std::size_t>> generation;
  };
  // `variables`: messages, add_generation_prompt, bos_token, eos_token, tools, ... Errors (raise_exception too) are kind input.
  virtual Result<Rendered> render(const Json& variables) const = 0;
};

// The model's template over messages. `trained` are the byte spans whose tokens the loss sees for train_on =
// all | assistant | last_assistant: the assistant's content and the end-of-turn token after it, not the header before it.
struct RenderedChat {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> trained;
};
Result<RenderedChat> render_chat(const Tokenizer& tokenizer, const Json& messages, const std::string& train_on, bool add_generation_prompt);

}  // namespace paretune
