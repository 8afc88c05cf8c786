// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.json as the tokenizer.* metadata of a GGUF file.
#include "training/data/tokenizer_files.h"
#include "training/data/tokenizers/bpe_tokenizer.h"
#include "training/data/tokenizers/scanners.h"

namespace paretune {
namespace {

enum TokenType : int32_t { kNormal = 1, kControl = 3, kUserDefined = 4, kUnused = 5 };

// What llama.cpp calls the way this pre_tokenizer splits text (tokenizer.ggml.pre).
class PreName {
 public:
  PreName(const Json& tokenizer, bool ignore_merges, const std::string& where) : m_where(where) {
    look(tokenizer.value("pre_tokenizer", Json()), 0);
    if (!m_byte_level || !m_scanner) refuse("it splits text in a way of its own");
    const Json normalizer = tokenizer.value("normalizer", Json());
    const bool nfc = normalizer.is_object() && normalizer.value("type", "") == "NFC";
    if (!normalizer.is_null() && !nfc) refuse("it normalises text: " + normalizer.dump().substr(0, 80));
    switch (*m_scanner) {
      case Scanner::gpt2: name = m_digits ? "smollm" : "gpt-2"; break;
      case Scanner::llama3: name = ignore_merges ? "llama-bpe" : "smaug-bpe"; break;
      case Scanner::qwen2: name = "qwen2"; break;
    }
    if (m_digits && *m_scanner != Scanner::gpt2) refuse("it splits digits in a way of its own");
  }
  std::string name;

 private:
  [[noreturn]] void refuse(const std::string& why) const {
    fail(ErrorKind::unsupported, "the tokenizer has no counterpart in llama.cpp: " + why, m_where,
         "Export the merged folder and use llama.cpp's convert_hf_to_gguf.py.");
  }

  void look(const Json& step, int depth) {
    if (!step.is_object() || depth > 4) return;
    const std::string type = step.value("type", "");
    if (type == "Sequence") {
      const Json steps = step.value("pretokenizers", Json::array());
      for (const Json& part : steps) look(part, depth + 1);
    } else if (type == "ByteLevel") {
      if (step.value("add_prefix_space", false)) refuse("it puts a space in front of every text");
      if (step.value("use_regex", true)) take(Scanner::gpt2);
      m_byte_level = true;
    } else if (type == "Digits" && step.value("individual_digits", false)) {
      m_digits = true;
    } else if (type == "Split") {
      const Json pattern = step.value("pattern", Json());
      const auto scanner = pattern.is_object() && pattern.contains("Regex") && pattern["Regex"].is_string() ? scanner_for(pattern["Regex"].get<std::string>())
                                                                                                            : std::nullopt;
      if (!scanner) refuse("it splits text by " + pattern.dump().substr(0, 80));
      take(*scanner);
    } else {
      refuse("it has the pre_tokenizer '" + type + "'");
    }
  }
  void take(Scanner scanner) {
    if (m_scanner) refuse("it splits text twice");
    m_scanner = scanner;
  }

  const std::string& m_where;
  std::optional<Scanner> m_scanner;
  bool m_digits = false, m_byte_level = false;
};

// add_bos_token and add_eos_token, from the ids put around a text.
bool adds(const std::vector<int64_t>& around, int64_t token, const std::string& where) {
  if (around.empty()) return false;
  if (around.size() == 1 && around[0] == token) return true;
  fail(ErrorKind::unsupported, "the tokenizer puts other tokens around a text than its first and last", where,
       "Export the merged folder and use llama.cpp's convert_hf_to_gguf.py.");
}

}  // namespace

std::vector<GgufEntry> gguf_tokenizer_entries(const TokenizerSource& source, int64_t vocab_size, const std::string& where) {
  if (source.tokenizer_json.is_null()) return {};
  const TokenizerParts parts = read_hf_tokenizer(source, where);
  const PreName pre(source.tokenizer_json, parts.options.ignore_merges, where);
  const auto count = static_cast<std::size_t>(vocab_size);
  Json tokens = Json::array(), types = Json::array(), merges = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    tokens.push_back("[PAD" + std::to_string(i) + "]");
    types.push_back(kUnused);
  }
  const auto place = [&](const std::string& content, int32_t id, TokenType type) {
    if (id < 0 || static_cast<std::size_t>(id) >= count) {
      fail(ErrorKind::input, "the token '" + content.substr(0, 80) + "' has the id " + std::to_string(id) + ", beyond the model's vocabulary", where,
           "Use the tokenizer that belongs to the model.");
    }
    tokens[static_cast<std::size_t>(id)] = content;
    types[static_cast<std::size_t>(id)] = type;
  };
  for (const auto& [content, id] : parts.vocabulary) place(content, id, kNormal);
  for (const AddedToken& token : parts.added) place(token.content, token.id, token.special ? kControl : kUserDefined);
  for (const auto& [left, right] : parts.merges) merges.push_back(left + " " + right);

  std::vector<GgufEntry> out = {gguf_text("tokenizer.ggml.model", "gpt2"), gguf_text("tokenizer.ggml.pre", pre.name),
                                {"tokenizer.ggml.tokens", GgufValueType::Text, std::move(tokens), true},
                                {"tokenizer.ggml.token_type", GgufValueType::I32, std::move(types), true},
                                {"tokenizer.ggml.merges", GgufValueType::Text, std::move(merges), true}};
  for (const auto& [key, id] : {std::pair{"bos", parts.bos}, {"eos", parts.eos}, {"padding", parts.pad}}) {
    if (id >= 0) out.push_back(gguf_number(std::string("tokenizer.ggml.") + key + "_token_id", static_cast<uint32_t>(id)));
  }
  out.push_back(gguf_flag("tokenizer.ggml.add_bos_token", adds(parts.prefix, parts.bos, where)));
  out.push_back(gguf_flag("tokenizer.ggml.add_eos_token", adds(parts.suffix, parts.eos, where)));
  if (!parts.chat_template.empty()) out.push_back(gguf_text("tokenizer.chat_template", parts.chat_template));
  return out;
}

}  // namespace paretune
