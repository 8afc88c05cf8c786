// SPDX-License-Identifier: GPL-3.0-or-later
// The model's chat template over messages, and which bytes of it a loss should see.
#include <algorithm>

#include "training/data/chat_template.h"

namespace paretune {
namespace {

using Span = std::pair<std::size_t, std::size_t>;
constexpr std::size_t kMaxPrefixTurns = 100;  // beyond, replies are found by their text, to stay linear

std::shared_ptr<const ChatTemplate> parsed(const std::string& source) {
  thread_local std::string last_source;
  thread_local std::shared_ptr<const ChatTemplate> last;
  if (!last || last_source != source) {
    last = ChatTemplate::parse(source, "chat template").value();
    last_source = source;
  }
  return last;
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string trimmed(const std::string& text) {
  const auto first = std::find_if_not(text.begin(), text.end(), is_blank);
  const auto last = std::find_if_not(text.rbegin(), std::make_reverse_iterator(first), is_blank).base();
  return {first, last};
}

// Text of a message: its content, or the text parts of it.
std::string content_of(const Json& message) {
  const auto it = message.find("content");
  if (it == message.end()) return {};
  if (it->is_string()) return it->get<std::string>();
  std::string out;
  if (it->is_array()) {
    for (const Json& part : *it) {
      if (part.is_object() && part.contains("text") && part["text"].is_string()) out += part["text"].get<std::string>();
    }
  }
  return out;
}

class Renderer {
 public:
  Renderer(const Tokenizer& tokenizer, const Json& messages) : m_tokenizer(tokenizer), m_messages(messages), m_template(parsed(tokenizer.chat_template())) {}

  RenderedChat run(const std::string& train_on, bool add_generation_prompt) {
    const auto full = render(m_messages, add_generation_prompt).value();
    RenderedChat out;
    out.text = full.text;
    if (train_on == "all") {
      if (!out.text.empty()) out.trained.emplace_back(0, out.text.size());
      return out;
    }
    std::vector<std::size_t> replies;
    for (std::size_t i = 0; i < m_messages.size(); ++i) {
      if (m_messages[i].value("role", "") == "assistant") replies.push_back(i);
    }
    if (replies.empty()) return out;
    const bool last_only = train_on == "last_assistant";
    if (!full.generation.empty()) {
      out.trained = full.generation;
      if (last_only) out.trained.erase(out.trained.begin(), out.trained.end() - 1);
      return out;
    }
    const bool by_prefix = last_only || replies.size() <= kMaxPrefixTurns;
    for (const std::size_t i : replies) {
      if (last_only && i != replies.back()) continue;
      const auto span = by_prefix ? from_prefixes(full.text, i) : std::nullopt;
      out.trained.push_back(span ? *span : from_text(full.text, i));
    }
    return out;
  }

 private:
  Result<ChatTemplate::Rendered> render(const Json& messages, bool add_generation_prompt) const {
    Json variables = {{"messages", messages}, {"add_generation_prompt", add_generation_prompt}, {"tools", nullptr}, {"documents", nullptr}};
    if (!m_tokenizer.bos_token().empty()) variables["bos_token"] = m_tokenizer.bos_token();
    if (!m_tokenizer.eos_token().empty()) variables["eos_token"] = m_tokenizer.eos_token();
    if (m_tokenizer.pad_id() >= 0) variables["pad_token"] = m_tokenizer.token_bytes(m_tokenizer.pad_id());
    return m_template->render(variables);
  }

  Json first_messages(std::size_t count) const { return Json(m_messages.begin(), m_messages.begin() + static_cast<std::ptrdiff_t>(count)); }

  // The reply is what message i adds to the text before it, beyond the generation prompt. Nothing when the template renders
  // earlier messages differently once there are more of them, or refuses a part of the conversation.
  std::optional<Span> from_prefixes(const std::string& full, std::size_t i) const {
    const Json before = first_messages(i);
    const auto opened = render(before, true), plain = render(before, false), with = render(first_messages(i + 1), false);
    if (!opened || !plain || !with) return {};
    const std::string &head = opened->text, &text = with->text;
    if (!text.starts_with(head) || !full.starts_with(text) || text.size() == head.size()) return {};
    std::size_t begin = head.size();
    if (head == plain->text) {  // no generation prompt: the header is still ahead
      const std::string content = trimmed(content_of(m_messages[i]));
      const auto at = content.empty() ? std::string::npos : text.find(content, begin);
      if (at == std::string::npos) return {};
      begin = before_spaces(text, at, begin);
    }
    return Span{begin, end_of_turn(text, begin, text.size())};
  }

  // The place of each message's content, one after the other.
  Span from_text(const std::string& full, std::size_t wanted) const {
    std::size_t at = 0, begin = 0;
    for (std::size_t i = 0; i <= wanted; ++i) {
      const std::string content = trimmed(content_of(m_messages[i]));
      const auto found = content.empty() ? std::string::npos : full.find(content, at);
      if (found != std::string::npos) {
        begin = found;
        at = found + content.size();
      } else if (i == wanted) {
        fail(ErrorKind::input, "the reply in message " + std::to_string(i + 1) + " cannot be found in the rendered chat", "chat template",
             "Use a template with {% generation %} marks, or train_on \"all\".");
      }
    }
    std::size_t end = at, next = at;
    while (next < full.size() && is_blank(full[next])) ++next;
    const auto pieces = m_tokenizer.encode_pieces(std::string_view(full).substr(next, 256), false);
    if (!pieces.empty() && m_tokenizer.is_special(pieces[0].id) && m_tokenizer.token_id(m_tokenizer.bos_token()) != pieces[0].id) end = next + pieces[0].end;
    return {before_spaces(full, begin, 0), end};
  }

  // A space before the first word belongs to its token.
  static std::size_t before_spaces(const std::string& text, std::size_t at, std::size_t least) {
    while (at > least && text[at - 1] == ' ') --at;
    return at;
  }

  // Behind the last special token when only white space follows it, else the end of the text.
  std::size_t end_of_turn(const std::string& text, std::size_t begin, std::size_t end) const {
    const auto pieces = m_tokenizer.encode_pieces(std::string_view(text).substr(begin, end - begin), false);
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      const std::size_t stop = begin + piece->end;
      if (m_tokenizer.is_special(piece->id)) return stop;
      if (!std::all_of(text.begin() + static_cast<std::ptrdiff_t>(begin + piece->begin), text.begin() + static_cast<std::ptrdiff_t>(stop), is_blank)) break;
    }
    return end;
  }

  const Tokenizer& m_tokenizer;
  const Json& m_messages;
  std::shared_ptr<const ChatTemplate> m_template;
};

}  // namespace

Result<RenderedChat> render_chat(const Tokenizer& tokenizer, const Json& messages, const std::string& train_on, bool add_generation_prompt) {
  return attempt("chat", [&] {
    if (tokenizer.chat_template().empty()) {
      fail(ErrorKind::input, "the model has no chat template", "chat", "Set data.chat_template to \"none\", or choose an instruction-tuned model.");
    }
    if (train_on != "all" && train_on != "assistant" && train_on != "last_assistant" && train_on != "completion") {
      fail(ErrorKind::usage, "train_on is '" + train_on + "'", "chat", "Use all, assistant or last_assistant.");
    }
    if (!messages.is_array()) fail(ErrorKind::input, "messages must be a list", "chat", "Give [{\"role\": ..., \"content\": ...}, ...].");
    for (const Json& message : messages) {
      if (!message.is_object() || !message.contains("role") || !message["role"].is_string()) {
        fail(ErrorKind::input, "each message must be an object with a role", "chat", "Give [{\"role\": ..., \"content\": ...}, ...].");
      }
    }
    return Renderer(tokenizer, messages).run(train_on, add_generation_prompt);
  });
}

}  // namespace paretune
