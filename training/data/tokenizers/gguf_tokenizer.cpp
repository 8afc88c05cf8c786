// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the tokenizer.* metadata of a GGUF file; the splitting is known by the name in tokenizer.ggml.pre.
#include "training/data/tokenizers/bpe_tokenizer.h"
#include "training/data/tokenizers/scanners.h"

namespace paretune {
namespace {

struct Pre {
  const char* name;
  Scanner scanner;
  bool digits = false;         // each digit is a word of its own
  bool nfc = false;
  bool ignore_merges = false;
  bool add_bos = false;        // when the file does not say
};
constexpr Pre kPres[] = {
    {"default", Scanner::gpt2},  // files from before the key existed
    {"gpt-2", Scanner::gpt2},
    {"phi-2", Scanner::gpt2},
    {"olmo", Scanner::gpt2},
    {"smollm", Scanner::gpt2, true},
    {"starcoder", Scanner::gpt2, true},
    {"refact", Scanner::gpt2, true},
    {"codeshell", Scanner::gpt2, true},
    {"exaone", Scanner::gpt2, true},
    {"llama-bpe", Scanner::llama3, false, false, true, true},
    {"llama3", Scanner::llama3, false, false, true, true},
    {"llama-v3", Scanner::llama3, false, false, true, true},
    {"smaug-bpe", Scanner::llama3, false, false, true, true},
    {"qwen2", Scanner::qwen2, false, true},
    {"deepseek-r1-qwen", Scanner::qwen2, false, true},
    {"stablelm2", Scanner::qwen2, false, true},
};

enum TokenType : int64_t { kUnknown = 2, kControl = 3, kUserDefined = 4 };

std::string text_of(const Json& metadata, const char* key) {
  const auto it = metadata.find(key);
  return it != metadata.end() && it->is_string() ? it->get<std::string>() : std::string();
}

const Pre& find_pre(const Json& metadata, const std::string& where) {
  std::string name = text_of(metadata, "tokenizer.ggml.pre");
  if (name.empty()) name = "default";
  std::string known;
  for (const Pre& pre : kPres) {
    if (name == pre.name) return pre;
    known += (known.empty() ? "" : ", ") + std::string(pre.name);
  }
  fail(ErrorKind::unsupported, "the tokenizer splits text by '" + name + "' (tokenizer.ggml.pre)", where,
       "Known are " + known + ". Or use the Hugging Face folder of this model.");
}

// The splitting as a pre_tokenizer of tokenizer.json.
Json split_steps(const Pre& pre) {
  const char* regex = pre.scanner == Scanner::gpt2 ? kGpt2Regex : pre.scanner == Scanner::llama3 ? kLlama3Regex : kQwen2Regex;
  Json steps = Json::array();
  if (pre.digits) steps.push_back({{"type", "Digits"}, {"individual_digits", true}});
  steps.push_back({{"type", "Split"}, {"pattern", {{"Regex", regex}}}, {"behavior", "Isolated"}, {"invert", false}});
  steps.push_back({{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}});
  return {{"type", "Sequence"}, {"pretokenizers", steps}};
}

class GgufReader {
 public:
  GgufReader(const Json& metadata, const std::string& where) : m_metadata(metadata), m_where(where) {}

  TokenizerParts read() {
    const std::string model = text("tokenizer.ggml.model");
    if (model != "gpt2") {
      fail(ErrorKind::unsupported, model.empty() ? "the file holds no tokenizer" : "the tokenizer is a '" + model + "' model", m_where,
           "Only byte-level BPE (tokenizer.ggml.model = gpt2) is read from GGUF; use the Hugging Face folder of this model.");
    }
    const Pre& pre = find_pre(m_metadata, m_where);
    read_tokens();
    for (const Json& merge : array("tokenizer.ggml.merges")) {
      const auto line = merge.get<std::string>();
      const auto space = line.find(' ', 1);
      if (line.empty() || space == std::string::npos) malformed("a merge is not a pair: '" + line.substr(0, 80) + "'");
      m_parts.merges.emplace_back(line.substr(0, space), line.substr(space + 1));
    }
    m_parts.options.byte_level = true;
    m_parts.options.ignore_merges = pre.ignore_merges;
    m_parts.pre_tokenizer = make_pre_tokenizer(split_steps(pre), m_where);
    if (pre.nfc) m_parts.normalizer.steps.push_back(normalize_nfc);
    m_parts.decoder = make_decoder({{"type", "ByteLevel"}}, m_where);

    m_parts.bos = id("tokenizer.ggml.bos_token_id");
    m_parts.eos = id("tokenizer.ggml.eos_token_id");
    m_parts.pad = id("tokenizer.ggml.padding_token_id");
    m_parts.end_of_turn = id("tokenizer.ggml.eot_token_id");
    if (flag("tokenizer.ggml.add_bos_token", pre.add_bos) && m_parts.bos >= 0) m_parts.prefix = {m_parts.bos};
    if (flag("tokenizer.ggml.add_eos_token", false) && m_parts.eos >= 0) m_parts.suffix = {m_parts.eos};
    m_parts.chat_template = text("tokenizer.chat_template");
    return std::move(m_parts);
  }

  // The same tokenizer as Hugging Face's tokenizer.json.
  Json as_tokenizer_json() {
    const TokenizerParts parts = read();
    Json vocabulary = Json::object(), merges = Json::array(), added = Json::array();
    for (const auto& [content, token_id] : parts.vocabulary) vocabulary[content] = token_id;
    for (const auto& [left, right] : parts.merges) merges.push_back({left, right});
    for (const AddedToken& token : parts.added) {
      added.push_back({{"id", token.id}, {"content", token.content}, {"single_word", false}, {"lstrip", false}, {"rstrip", false},
                       {"normalized", token.normalized}, {"special", token.special}});
    }
    const Json model = {{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", nullptr}, {"continuing_subword_prefix", nullptr}, {"end_of_word_suffix", nullptr},
                        {"fuse_unk", false}, {"byte_fallback", false}, {"ignore_merges", parts.options.ignore_merges}, {"vocab", vocabulary}, {"merges", merges}};
    return {{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}, {"added_tokens", added},
            {"normalizer", find_pre(m_metadata, m_where).nfc ? Json{{"type", "NFC"}} : Json()},
            {"pre_tokenizer", split_steps(find_pre(m_metadata, m_where))},
            {"post_processor", post_processor(parts)},
            {"decoder", {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", true}, {"use_regex", true}}},
            {"model", model}};
  }

 private:
  // bos and eos around the text, or nothing.
  Json post_processor(const TokenizerParts& parts) const {
    if (parts.prefix.empty() && parts.suffix.empty()) return {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", false}, {"use_regex", true}};
    const Json& tokens = array("tokenizer.ggml.tokens");
    Json single = Json::array(), pair = Json::array(), special = Json::object();
    const auto add = [&](const std::vector<int64_t>& ids) {
      for (int64_t token_id : ids) {
        const Json& content = tokens[static_cast<std::size_t>(token_id)];
        special[content.get<std::string>()] = {{"id", content}, {"ids", {token_id}}, {"tokens", {content}}};
        single.push_back({{"SpecialToken", {{"id", content}, {"type_id", 0}}}});
        pair.push_back(single.back());
      }
    };
    add(parts.prefix);
    single.push_back({{"Sequence", {{"id", "A"}, {"type_id", 0}}}});
    pair.push_back(single.back());
    pair.push_back({{"Sequence", {{"id", "B"}, {"type_id", 1}}}});
    add(parts.suffix);
    return {{"type", "TemplateProcessing"}, {"single", single}, {"pair", pair}, {"special_tokens", special}};
  }

  [[noreturn]] void malformed(const std::string& what) const { fail(ErrorKind::input, what, m_where, "Convert the model again with a current llama.cpp."); }

  std::string text(const char* key) const { return text_of(m_metadata, key); }
  bool flag(const char* key, bool otherwise) const {
    const auto it = m_metadata.find(key);
    return it != m_metadata.end() && it->is_boolean() ? it->get<bool>() : otherwise;
  }
  int64_t id(const char* key) const {
    const auto it = m_metadata.find(key);
    if (it == m_metadata.end() || !it->is_number_integer()) return -1;
    const int64_t value = it->is_number_unsigned() && it->get<uint64_t>() > INT32_MAX ? -1 : it->get<int64_t>();
    return value < m_count ? value : -1;
  }
  const Json& array(const char* key) const {
    static const Json none = Json::array();
    const auto it = m_metadata.find(key);
    if (it == m_metadata.end()) return none;
    if (!it->is_array()) malformed(std::string(key) + " is not a list");
    return *it;
  }

  void read_tokens() {
    const Json& tokens = array("tokenizer.ggml.tokens");
    const Json& types = array("tokenizer.ggml.token_type");
    if (tokens.empty()) malformed("tokenizer.ggml.tokens is missing");
    if (!types.empty() && types.size() != tokens.size()) malformed("tokenizer.ggml.token_type has another length than tokens");
    m_count = static_cast<int64_t>(tokens.size());
    m_parts.vocabulary.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      auto content = tokens[i].get<std::string>();
      const auto token_id = static_cast<int32_t>(i);
      const int64_t type = types.empty() ? 1 : types[i].get<int64_t>();
      if ((type == kControl || type == kUserDefined || type == kUnknown) && !content.empty()) {
        AddedToken token;
        token.content = content;
        token.id = token_id;
        token.normalized = false;
        token.special = type != kUserDefined;
        m_parts.added.push_back(std::move(token));
      }
      m_parts.vocabulary.emplace(std::move(content), token_id);  // of equal tokens, the first counts
    }
  }

  const Json& m_metadata;
  std::string m_where;
  int64_t m_count = 0;
  TokenizerParts m_parts;
};

}  // namespace

TokenizerParts read_gguf_tokenizer(const Json& metadata, const std::string& where) { return GgufReader(metadata, where).read(); }
Json gguf_tokenizer_json(const Json& metadata, const std::string& where) { return GgufReader(metadata, where).as_tokenizer_json(); }

}  // namespace paretune
