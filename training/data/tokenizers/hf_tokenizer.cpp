// SPDX-License-Identifier: GPL-3.0-or-later
// Reads tokenizer.json and tokenizer_config.json.
#include "training/data/tokenizers/bpe_tokenizer.h"

namespace paretune {
namespace {

constexpr std::size_t kLongestToken = 65536;

class HfReader {
 public:
  HfReader(const TokenizerSource& source, const std::string& where) : m_json(source.tokenizer_json), m_where(where) {
    if (source.tokenizer_config.is_object()) m_config = source.tokenizer_config;
  }

  TokenizerParts read() {
    read_model();
    read_added();
    m_parts.normalizer = make_normalizer(m_json.value("normalizer", Json()), m_where);
    m_parts.pre_tokenizer = make_pre_tokenizer(m_json.value("pre_tokenizer", Json()), m_where);
    m_parts.options.byte_level = m_parts.pre_tokenizer.byte_level;
    m_parts.decoder = make_decoder(m_json.value("decoder", Json()), m_where);
    read_post_processor(m_json.value("post_processor", Json()), 0);
    m_parts.bos = special("bos_token");
    m_parts.eos = special("eos_token");
    m_parts.pad = special("pad_token");
    read_chat_template();
    return std::move(m_parts);
  }

 private:
  [[noreturn]] void malformed(const std::string& what) const { fail(ErrorKind::input, what, m_where, "Get the tokenizer file again."); }

  int32_t id_of(const Json& json, const std::string& what) const {
    if (!json.is_number_integer()) malformed(what + " has no id");
    if (json.is_number_unsigned() ? json.get<uint64_t>() > INT32_MAX : json.get<int64_t>() < 0) malformed(what + " has the id " + json.dump());
    return json.get<int32_t>();
  }

  // A token is kept in several places.
  void check_length(const std::string& token) const {
    if (token.size() > kLongestToken) malformed("a token is " + std::to_string(token.size()) + " bytes long");
  }

  void read_model() {
    const auto it = m_json.find("model");
    if (it == m_json.end() || !it->is_object()) malformed("tokenizer.json has no model");
    const Json& model = *it;
    const std::string type = model.contains("type") ? model["type"].get<std::string>() : model.contains("merges") ? "BPE" : "";
    if (type != "BPE") fail(ErrorKind::unsupported, "the tokenizer is a '" + type + "' model", m_where, "Only BPE is read; use a model that has it.");
    const auto vocabulary = model.find("vocab");
    if (vocabulary == model.end() || !vocabulary->is_object()) malformed("the BPE model has no vocab");
    m_parts.vocabulary.reserve(vocabulary->size());
    for (const auto& [token, id] : vocabulary->items()) {
      check_length(token);
      m_parts.vocabulary.emplace(token, id_of(id, "the token '" + token.substr(0, 80) + "'"));
    }
    for (const Json& merge : model.value("merges", Json::array())) m_parts.merges.push_back(read_merge(merge));

    const auto text = [&](const char* key) { return model.contains(key) && !model[key].is_null() ? model[key].get<std::string>() : std::string(); };
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
      if (!text(key).empty()) fail(ErrorKind::unsupported, std::string("the BPE model uses ") + key, m_where, "Use a model with a byte-level tokenizer.");
    }
    if (model.contains("dropout") && model["dropout"].is_number() && model["dropout"].get<double>() > 0) {
      fail(ErrorKind::unsupported, "the BPE model uses dropout", m_where, "Set model.dropout to null in tokenizer.json.");
    }
    m_parts.options.unk_token = text("unk_token");
    m_parts.options.ignore_merges = flag(model, "ignore_merges");
    m_parts.options.byte_fallback = flag(model, "byte_fallback");
    m_parts.options.fuse_unk = flag(model, "fuse_unk");
  }

  static bool flag(const Json& json, const char* key, bool otherwise = false) {
    const auto it = json.find(key);
    return it == json.end() || it->is_null() ? otherwise : it->get<bool>();
  }

  std::pair<std::string, std::string> read_merge(const Json& merge) const {
    if (merge.is_array() && merge.size() == 2) return {merge[0].get<std::string>(), merge[1].get<std::string>()};
    if (!merge.is_string()) malformed("a merge is not a pair: " + merge.dump().substr(0, 80));
    const auto text = merge.get<std::string>();
    const auto space = text.find(' ');
    if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) malformed("a merge is not a pair: '" + text.substr(0, 80) + "'");
    return {text.substr(0, space), text.substr(space + 1)};
  }

  void read_added() {
    const auto it = m_json.find("added_tokens");
    if (it == m_json.end() || it->is_null()) return;
    for (const Json& json : *it) {
      AddedToken token;
      token.content = json.at("content").get<std::string>();
      if (token.content.empty()) continue;
      check_length(token.content);
      token.special = flag(json, "special");
      token.normalized = flag(json, "normalized", !token.special);
      token.single_word = flag(json, "single_word");
      token.lstrip = flag(json, "lstrip");
      token.rstrip = flag(json, "rstrip");
      const auto known = m_parts.vocabulary.find(token.content);
      token.id = known != m_parts.vocabulary.end() ? known->second : id_of(json.at("id"), "the token '" + token.content.substr(0, 80) + "'");
      m_parts.added.push_back(std::move(token));
    }
  }

  void read_post_processor(const Json& json, int depth) {
    if (json.is_null()) return;
    if (!json.is_object() || depth > 16) malformed("the post_processor is malformed");
    const std::string type = json.value("type", "");
    if (type == "ByteLevel") return;  // moves offsets only
    if (type == "Sequence") {
      const Json parts = json.value("processors", Json::array());
      for (const Json& part : parts) read_post_processor(part, depth + 1);
      return;
    }
    std::vector<int64_t> before, after;
    if (type == "TemplateProcessing") {
      bool seen = false;
      for (const Json& part : json.at("single")) {
        if (part.contains("Sequence")) {
          if (seen) fail(ErrorKind::unsupported, "the post_processor repeats the text", m_where, "Use a model with a usual tokenizer.");
          seen = true;
          continue;
        }
        const std::string name = part.at("SpecialToken").at("id").get<std::string>();
        for (const Json& id : json.at("special_tokens").at(name).at("ids")) (seen ? after : before).push_back(id_of(id, "'" + name + "'"));
      }
    } else if (type == "BertProcessing" || type == "RobertaProcessing") {
      before.push_back(id_of(json.at("cls").at(1), "cls"));
      after.push_back(id_of(json.at("sep").at(1), "sep"));
    } else {
      fail(ErrorKind::unsupported, "the tokenizer has the post_processor '" + type + "'", m_where,
           "Known are ByteLevel, TemplateProcessing and Sequence; use a model whose tokenizer has these.");
    }
    m_parts.prefix.insert(m_parts.prefix.begin(), before.begin(), before.end());
    m_parts.suffix.insert(m_parts.suffix.end(), after.begin(), after.end());
  }

  // "bos_token" is text or {"content": text}.
  int64_t special(const char* key) const {
    const auto it = m_config.find(key);
    if (it == m_config.end()) return -1;
    const Json& value = it->is_object() && it->contains("content") ? it->at("content") : *it;
    if (!value.is_string()) return -1;
    const auto text = value.get<std::string>();
    for (const AddedToken& token : m_parts.added) {
      if (token.content == text) return token.id;
    }
    const auto known = m_parts.vocabulary.find(text);
    return known == m_parts.vocabulary.end() ? -1 : known->second;
  }

  // One template, or named ones of which "default" counts.
  void read_chat_template() {
    const auto it = m_config.find("chat_template");
    if (it == m_config.end()) return;
    if (it->is_string()) m_parts.chat_template = it->get<std::string>();
    if (!it->is_array()) return;
    for (const Json& named : *it) {
      if (!named.is_object() || !named.contains("template") || !named["template"].is_string()) continue;
      const bool main = named.contains("name") && named["name"] == "default";
      if (main || m_parts.chat_template.empty()) m_parts.chat_template = named["template"].get<std::string>();
      if (main) return;
    }
  }

  const Json& m_json;
  Json m_config = Json::object();
  std::string m_where;
  TokenizerParts m_parts;
};

}  // namespace

TokenizerParts read_hf_tokenizer(const TokenizerSource& source, const std::string& where) { return HfReader(source, where).read(); }

}  // namespace paretune
