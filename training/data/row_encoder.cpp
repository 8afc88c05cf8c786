// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/row_encoder.h"

#include <algorithm>

#include "training/data/class_names.h"

namespace paretune {
namespace {

constexpr int64_t kUntrained = -100;
constexpr std::size_t kSummaryBytes = 96;

class OtherTemplate final : public Tokenizer {
 public:
  OtherTemplate(const Tokenizer& base, const std::string& source) : m_base(base) {
    m_bos = base.bos_id(), m_eos = base.eos_id(), m_pad = base.pad_id();
    m_ends = base.end_ids();
    m_bos_token = base.bos_token(), m_eos_token = base.eos_token();
    m_chat_template = source;
  }
  std::vector<int64_t> encode(std::string_view text, bool special) const override { return m_base.encode(text, special); }
  std::vector<Piece> encode_pieces(std::string_view text, bool special) const override { return m_base.encode_pieces(text, special); }
  std::string decode(const std::vector<int64_t>& ids, bool skip) const override { return m_base.decode(ids, skip); }
  std::string token_bytes(int64_t id) const override { return m_base.token_bytes(id); }
  std::string token_text(int64_t id) const override { return m_base.token_text(id); }
  bool is_special(int64_t id) const override { return m_base.is_special(id); }
  int64_t token_id(std::string_view content) const override { return m_base.token_id(content); }
  int64_t vocab_size() const override { return m_base.vocab_size(); }

 private:
  const Tokenizer& m_base;
};

bool inside(const std::vector<std::pair<std::size_t, std::size_t>>& spans, std::size_t at) {
  return std::any_of(spans.begin(), spans.end(), [&](const auto& span) { return at >= span.first && at < span.second; });
}

Json messages_of(const RowContent& content) {
  Json messages = Json::array();
  if (!content.system.empty()) messages.push_back({{"role", "system"}, {"content", content.system}});
  messages.push_back({{"role", "user"}, {"content", content.prompt}});
  messages.push_back({{"role", "assistant"}, {"content", content.completion}});
  return messages;
}

// Index of the last assistant turn, or -1.
int64_t last_answer(const Json& messages) {
  for (auto i = static_cast<int64_t>(messages.size()) - 1; i >= 0; --i) {
    if (messages[static_cast<std::size_t>(i)]["role"] == "assistant") return i;
  }
  return -1;
}

Json first_of(const Json& messages, int64_t count) { return Json(Json::array_t(messages.begin(), messages.begin() + count)); }

// The row's place goes before the error's own.
template <class T>
T at_row(Result<T> result, const std::string& where) {
  if (result) return std::move(result).value();
  Error error = result.error();
  error.where = error.where.empty() ? where : where + ", " + error.where;
  throw Failure(error);
}

}  // namespace

int64_t Example::trained_tokens() const {
  return static_cast<int64_t>(labels.size()) - std::count(labels.begin(), labels.end(), kUntrained);
}

std::shared_ptr<const Tokenizer> with_chat_template(const Tokenizer& tokenizer, const std::string& source) {
  return std::make_shared<OtherTemplate>(tokenizer, source);
}

std::string first_words(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool space = static_cast<unsigned char>(c) <= ' ';
    if (space && (out.empty() || out.back() == ' ')) continue;
    if (out.size() >= kSummaryBytes && (static_cast<unsigned char>(c) & 0xC0) != 0x80) {  // never inside a character
      while (!out.empty() && out.back() == ' ') out.pop_back();
      return out + "\u2026";
    }
    out += space ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

RowEncoder::RowEncoder(const Json& data, const Tokenizer& tokenizer) : m_tokenizer(&tokenizer) {
  const auto text = [&](const char* key, const char* otherwise) {
    const auto it = data.find(key);
    if (it == data.end() || it->is_null()) return std::string(otherwise);
    if (!it->is_string()) fail(ErrorKind::input, "must be a text", std::string("data.") + key);
    return it->get<std::string>();
  };
  m_train_on = text("train_on", "assistant");
  if (m_train_on != "all" && m_train_on != "assistant" && m_train_on != "completion" && m_train_on != "last_assistant") {
    fail(ErrorKind::input, "unknown value \"" + m_train_on + "\"", "data.train_on", "Known are all, assistant, completion, last_assistant.");
  }
  const auto length = data.find("max_length");
  m_max_length = length == data.end() || length->is_null() ? 1024 : length->is_number_integer() ? length->get<int64_t>() : 0;
  if (m_max_length < 1) fail(ErrorKind::input, "must be a whole number from 1", "data.max_length");
  if (const auto labels = data.find("labels"); labels != data.end() && labels->is_array() && !labels->empty()) m_classes = class_names(data);
  const std::string chosen = text("chat_template", "model");
  m_plain = chosen == "none";
  if (!m_plain && chosen != "model") {
    ChatTemplate::parse(chosen, "data.chat_template").value();  // say now what is wrong with it
    m_own_template = with_chat_template(tokenizer, chosen);
    m_tokenizer = m_own_template.get();
  }
}

RowEncoder::~RowEncoder() = default;

bool RowEncoder::has_template() const { return !m_plain && !m_tokenizer->chat_template().empty(); }

Example RowEncoder::encode(const RowContent& content, int64_t row, const std::string& where) const {
  Example example;
  switch (content.kind) {
    case RowContent::Kind::chat: example = encode_chat(content, where); break;
    case RowContent::Kind::completion: example = encode_completion(content, where); break;
    case RowContent::Kind::text: {
      Text text{content.text, {}, true};
      const std::string& eos = m_tokenizer->eos_token();
      if (!eos.empty() && !text.text.ends_with(eos)) text.text += eos;
      text.trained = {{0, text.text.size()}};
      encode_text(text, example);
      example.summary = first_words(content.text.substr(0, 8 * kSummaryBytes));
      break;
    }
    case RowContent::Kind::ids: encode_ids(content, example, where); break;
    case RowContent::Kind::labelled: {
      example = encode_labelled(content, where);
      example.row = row;
      return example;
    }
  }
  example.row = row;
  cut(example, where);
  return example;
}

void RowEncoder::encode_text(const Text& text, Example& example) const {
  const auto pieces = m_tokenizer->encode_pieces(text.text, text.add_special_tokens);
  example.ids.reserve(pieces.size());
  example.labels.reserve(pieces.size());
  for (const auto& piece : pieces) {
    example.ids.push_back(piece.id);
    example.labels.push_back(inside(text.trained, piece.begin) ? piece.id : kUntrained);
  }
}

RowEncoder::Text RowEncoder::chat_text(const RowContent& content, const std::string& where) const {
  if (!has_template()) {
    fail(ErrorKind::input, m_plain ? "rows of messages need a chat template, but data.chat_template is \"none\"" : "the model has no chat template to write the messages with", where,
         "Set data.chat_template to a Jinja template, e.g. \"{% for m in messages %}<|im_start|>{{ m.role }}\\n{{ m.content }}<|im_end|>\\n{% endfor %}"
         "{% if add_generation_prompt %}<|im_start|>assistant\\n{% endif %}\", or choose an instruct model.");
  }
  // A dialogue's completion is its last answer; a conversational completion is all answers after the prompt.
  const bool apart = content.completion_from > 0;
  std::string mode = m_train_on;
  if (mode == "completion") mode = apart ? "assistant" : "last_assistant";
  const auto rendered = at_row(render_chat(*m_tokenizer, content.messages, mode, false), where);
  Text text{rendered.text, rendered.trained, false};
  if (apart && mode == "assistant") {
    const std::size_t from = at_row(render_chat(*m_tokenizer, first_of(content.messages, content.completion_from), "all", false), where).text.size();
    std::erase_if(text.trained, [&](const auto& span) { return span.first < from; });
  }
  return text;
}

// The question of exact match: all before the last answer, and that answer.
void RowEncoder::ask_chat(const Json& messages, Example& example, const std::string& where) const {
  const int64_t answer = last_answer(messages);
  if (answer < 1) return;
  example.reference = messages[static_cast<std::size_t>(answer)]["content"].get<std::string>();
  if (example.reference.empty()) return;
  example.prompt_ids = m_tokenizer->encode(at_row(render_chat(*m_tokenizer, first_of(messages, answer), "all", true), where).text, false);
}

Example RowEncoder::encode_chat(const RowContent& content, const std::string& where) const {
  Example example;
  encode_text(chat_text(content, where), example);
  ask_chat(content.messages, example, where);
  for (const Json& message : content.messages) {
    if (message["role"] == "system" && content.messages.size() > 1) continue;
    example.summary = first_words(message["content"].get<std::string>().substr(0, 8 * kSummaryBytes));
    break;
  }
  return example;
}

Example RowEncoder::encode_completion(const RowContent& content, const std::string& where) const {
  if (has_template()) {
    RowContent chat;
    chat.kind = RowContent::Kind::chat;
    chat.messages = messages_of(content);
    chat.completion_from = static_cast<int64_t>(chat.messages.size()) - 1;
    return encode_chat(chat, where);
  }
  Example example;
  std::string prompt = content.system.empty() ? content.prompt : content.system + "\n\n" + content.prompt;
  Text text{prompt + content.completion, {}, true};
  const std::string& eos = m_tokenizer->eos_token();
  if (!eos.empty() && !text.text.ends_with(eos)) text.text += eos;
  text.trained = {{m_train_on == "all" ? 0 : prompt.size(), text.text.size()}};
  encode_text(text, example);
  // A bos that the tokenizer puts in front has no bytes of the text; it is never a target of a wanted completion.
  if (m_train_on != "all" && prompt.empty() && !example.ids.empty() && example.ids[0] == m_tokenizer->bos_id()) example.labels[0] = kUntrained;
  if (!prompt.empty()) {
    example.prompt_ids = m_tokenizer->encode(prompt, true);
    example.reference = content.completion;
  }
  example.summary = first_words(text.text.substr(0, 8 * kSummaryBytes));
  return example;
}

// The class is the label of one more token, which stands after the text and is itself never read: what follows a token is told by its
// hidden state, so the last token of the text tells the class, as in transformers' ForSequenceClassification.
Example RowEncoder::encode_labelled(const RowContent& content, const std::string& where) const {
  if (m_classes.empty()) {
    fail(ErrorKind::input, "rows of a text and a label are for classifiers", where, "Set \"task_type\": \"SEQ_CLS\" in peft, or another data.format.");
  }
  Example example;
  example.ids = m_tokenizer->encode(content.text, true);
  if (example.ids.empty()) fail(ErrorKind::input, "the text has no token", where, "Remove the row.");
  example.full_length = static_cast<int64_t>(example.ids.size()) + 1;
  if (example.full_length > m_max_length + 1) example.ids.resize(static_cast<std::size_t>(m_max_length));
  example.labels.assign(example.ids.size(), kUntrained);
  example.ids.push_back(m_tokenizer->eos_id() >= 0 ? m_tokenizer->eos_id() : example.ids.back());
  example.labels.push_back(class_of(content.label, m_classes, where));
  example.summary = first_words(content.text.substr(0, 8 * kSummaryBytes));
  return example;
}

void RowEncoder::encode_ids(const RowContent& content, Example& example, const std::string& where) const {
  const int64_t vocabulary = m_tokenizer->vocab_size();
  const auto check = [&](const char* key, std::size_t i, int64_t id) {
    if (id >= 0 && id < vocabulary) return;
    fail(ErrorKind::input, std::string(key) + "[" + std::to_string(i) + "] is " + std::to_string(id) + ", outside the model's vocabulary of " + std::to_string(vocabulary) + " tokens",
         where, "The ids must come from this model's tokenizer; -100 in labels marks what is not trained.");
  };
  for (std::size_t i = 0; i < content.ids.size(); ++i) {
    check("input_ids", i, content.ids[i]);
    if (content.labels[i] != kUntrained) check("labels", i, content.labels[i]);
  }
  example.ids = content.ids;
  example.labels = content.labels;
  // The last run of trained tokens is the answer.
  const auto trained = [&](std::size_t i) { return content.labels[i] != kUntrained; };
  std::size_t end = content.ids.size();
  while (end > 0 && !trained(end - 1)) --end;
  std::size_t begin = end;
  while (begin > 0 && trained(begin - 1)) --begin;
  if (begin > 0 && end > begin) {
    example.prompt_ids.assign(content.ids.begin(), content.ids.begin() + static_cast<std::ptrdiff_t>(begin));
    example.reference = m_tokenizer->decode({content.labels.begin() + static_cast<std::ptrdiff_t>(begin), content.labels.begin() + static_cast<std::ptrdiff_t>(end)}, true);
  }
  const auto shown = static_cast<std::ptrdiff_t>(std::min<std::size_t>(content.ids.size(), 48));
  example.summary = first_words(m_tokenizer->decode({content.ids.begin(), content.ids.begin() + shown}, true));
}

void RowEncoder::cut(Example& example, const std::string& where) const {
  example.full_length = static_cast<int64_t>(example.ids.size());
  const auto learns = [&] {  // the first token follows nothing, so it is never predicted
    return std::any_of(example.labels.begin() + (example.labels.empty() ? 0 : 1), example.labels.end(), [](int64_t label) { return label != kUntrained; });
  };
  const bool before = learns();
  if (example.full_length > m_max_length) {
    example.ids.resize(static_cast<std::size_t>(m_max_length));
    example.labels.resize(static_cast<std::size_t>(m_max_length));
  }
  if (!before) {
    fail(ErrorKind::input, "the row has no token to train on (train_on is \"" + m_train_on + "\"; the row has " + std::to_string(example.full_length) + " tokens)", where,
         "Give the row an answer, remove it, or set data.train_on to \"all\".");
  }
  if (!learns()) {
    fail(ErrorKind::input, "the row has no token to train on after the cut at max_length " + std::to_string(m_max_length) + " (it has " + std::to_string(example.full_length) + " tokens)",
         where, "Raise data.max_length, or shorten or remove the row.");
  }
  if (static_cast<int64_t>(example.prompt_ids.size()) >= m_max_length) {  // its answer lies behind the cut
    example.prompt_ids.clear();
    example.reference.clear();
  }
}

}  // namespace paretune
