// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the tokenizer.* metadata of a GGUF file.
#include <algorithm>
#include <cmath>

#include "training/data/tokenizers/bpe_tokenizer.h"
#include "training/data/tokenizers/gguf_parts.h"

namespace paretune {
namespace {

enum TokenType : int64_t { kUnknown = 2, kControl = 3, kUserDefined = 4 };
constexpr std::size_t kLongestPiece = 4096;  // every cut of a piece is looked at; SentencePiece's own bound is 16 characters

class GgufReader {
 public:
  GgufReader(const Json& metadata, const std::string& where) : m_metadata(metadata), m_where(where), m_form(gguf_tokenizer_parts(metadata, where)) {}

  TokenizerParts read() {
    read_tokens();
    read_merges();
    m_parts.options = m_form.options;
    m_parts.normalizer = make_normalizer(m_form.normalizer, m_where);
    m_parts.pre_tokenizer = make_pre_tokenizer(m_form.pre_tokenizer, m_where);
    m_parts.decoder = make_decoder(m_form.decoder, m_where);

    m_parts.bos = id("tokenizer.ggml.bos_token_id");
    m_parts.eos = id("tokenizer.ggml.eos_token_id");
    m_parts.pad = id("tokenizer.ggml.padding_token_id");
    m_parts.end_of_turn = id("tokenizer.ggml.eot_token_id");
    if (flag("tokenizer.ggml.add_bos_token", m_form.add_bos) && m_parts.bos >= 0) m_parts.prefix = {m_parts.bos};
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
                        {"fuse_unk", parts.options.fuse_unk}, {"byte_fallback", parts.options.byte_fallback}, {"ignore_merges", parts.options.ignore_merges},
                        {"vocab", vocabulary}, {"merges", merges}};
    return {{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}, {"added_tokens", added}, {"normalizer", m_form.normalizer},
            {"pre_tokenizer", m_form.pre_tokenizer}, {"post_processor", post_processor(parts)}, {"decoder", m_form.decoder}, {"model", model}};
  }

 private:
  // bos and eos around the text, or nothing.
  Json post_processor(const TokenizerParts& parts) const {
    if (parts.prefix.empty() && parts.suffix.empty() && !m_form.splits_bytes) return nullptr;
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

  std::string text(const char* key) const {
    const auto it = m_metadata.find(key);
    return it != m_metadata.end() && it->is_string() ? it->get<std::string>() : std::string();
  }
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
      const bool respelled = m_form.spells_spaces && !content.empty() && content.find_first_not_of(' ') == std::string::npos;
      if (respelled) content = in_marks(content.size());
      const auto token_id = static_cast<int32_t>(i);
      if (!types.empty() && !types[i].is_number_integer()) malformed("tokenizer.ggml.token_type holds no whole numbers");
      const int64_t type = types.empty() ? 1 : types[i].get<int64_t>();
      if ((type == kControl || type == kUserDefined || type == kUnknown) && !content.empty() && !respelled) {
        AddedToken token;
        token.content = content;
        token.id = token_id;
        token.normalized = false;
        token.special = type != kUserDefined;
        m_parts.added.push_back(std::move(token));
      }
      m_tokens.push_back(content);
      m_parts.vocabulary.emplace(std::move(content), token_id);  // of equal tokens, the first counts
    }
  }

  static std::string in_marks(std::size_t spaces) {
    std::string out;
    for (; spaces > 0; --spaces) out += "\xE2\x96\x81";
    return out;
  }

  // Where the file lists none, those that its tokens imply.
  void read_merges() {
    const Json& merges = array("tokenizer.ggml.merges");
    for (const Json& merge : merges) {
      const auto line = merge.get<std::string>();
      const auto space = line.find(' ', 1);
      if (line.empty() || space == std::string::npos) malformed("a merge is not a pair: '" + line.substr(0, 80) + "'");
      m_parts.merges.emplace_back(line.substr(0, space), line.substr(space + 1));
    }
    if (!merges.empty() || m_form.splits_bytes) return;
    if (std::any_of(m_tokens.begin(), m_tokens.end(), [](const std::string& token) { return token.size() > kLongestPiece; })) {
      malformed("a token is longer than " + std::to_string(kLongestPiece) + " bytes");
    }
    std::vector<double> scores;
    if (m_form.ranks_by_position) {
      for (std::size_t i = 0; i < m_tokens.size(); ++i) scores.push_back(-static_cast<double>(i));
    } else {
      const Json& given = array("tokenizer.ggml.scores");
      if (given.size() != m_tokens.size()) malformed("tokenizer.ggml.scores has another length than tokens");
      for (const Json& score : given) {
        scores.push_back(score.get<double>());
        if (std::isnan(scores.back())) malformed("tokenizer.ggml.scores holds what is no number");
      }
    }
    m_parts.merges = merges_of_tokens(m_tokens, scores);
  }

  const Json& m_metadata;
  std::string m_where;
  GgufParts m_form;
  std::vector<std::string> m_tokens;
  int64_t m_count = 0;
  TokenizerParts m_parts;
};

}  // namespace

TokenizerParts read_gguf_tokenizer(const Json& metadata, const std::string& where) { return GgufReader(metadata, where).read(); }
Json gguf_tokenizer_json(const Json& metadata, const std::string& where) { return GgufReader(metadata, where).as_tokenizer_json(); }

}  // namespace paretune
