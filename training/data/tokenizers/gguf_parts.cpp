// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/gguf_parts.h"

#include <algorithm>
#include <tuple>

#include "training/data/tokenizers/scanners.h"

namespace paretune {
namespace {

const char* const kTekkenRegex =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
const char* const kGpt4oRegex =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

struct Pre {
  const char* name;
  const char* regex;
  bool digits = false;  // each digit is a word of its own
  bool nfc = false;
  bool ignore_merges = false;
  bool add_bos = false;  // when the file does not say
};
const Pre kPres[] = {
    {"default", kGpt2Regex},  // files from before the key existed
    {"gpt-2", kGpt2Regex},
    {"phi-2", kGpt2Regex},
    {"olmo", kGpt2Regex},
    {"smollm", kGpt2Regex, true},
    {"starcoder", kGpt2Regex, true},
    {"refact", kGpt2Regex, true},
    {"codeshell", kGpt2Regex, true},
    {"exaone", kGpt2Regex, true},
    {"llama-bpe", kLlama3Regex, false, false, true, true},
    {"llama3", kLlama3Regex, false, false, true, true},
    {"llama-v3", kLlama3Regex, false, false, true, true},
    {"falcon3", kLlama3Regex, false, false, true, true},
    {"pixtral", kLlama3Regex, false, false, true, true},
    {"smaug-bpe", kLlama3Regex, false, false, true, true},
    {"dbrx", kLlama3Regex},  // OLMo 2 and Phi-4 too
    {"qwen2", kQwen2Regex, false, true},
    {"deepseek-r1-qwen", kQwen2Regex, false, true},
    {"stablelm2", kQwen2Regex, false, true},
    {"tekken", kTekkenRegex, false, false, true, true},
    {"gpt-4o", kGpt4oRegex},
    {"llama4", kGpt4oRegex},
};

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

GgufParts byte_level(const Pre& pre) {
  GgufParts out;
  Json steps = Json::array();
  if (pre.digits) steps.push_back({{"type", "Digits"}, {"individual_digits", true}});
  steps.push_back({{"type", "Split"}, {"pattern", {{"Regex", pre.regex}}}, {"behavior", "Isolated"}, {"invert", false}});
  steps.push_back({{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}});
  out.pre_tokenizer = {{"type", "Sequence"}, {"pretokenizers", steps}};
  if (pre.nfc) out.normalizer = {{"type", "NFC"}};
  out.decoder = {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", true}, {"use_regex", true}};
  out.options.byte_level = true;
  out.options.ignore_merges = pre.ignore_merges;
  out.add_bos = pre.add_bos;
  out.splits_bytes = true;
  return out;
}

const char* const kMark = "\xE2\x96\x81";

// Which form the model's tokenizer.json has cannot be seen in the file; transformers goes by the architecture.
GgufParts sentence_piece(const std::string& architecture, bool space_in_front) {
  GgufParts out;
  const Json spaces = {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", kMark}};
  Json steps = {{{"type", "Replace"}, {"pattern", {{"String", kMark}}}, {"content", " "}}, {{"type", "ByteFallback"}}, {{"type", "Fuse"}}};
  if (architecture == "gemma" || architecture == "gemma2" || architecture == "gemma3") {
    out.normalizer = spaces;
    out.pre_tokenizer = {{"type", "Split"}, {"pattern", {{"String", " "}}}, {"behavior", "MergedWithPrevious"}, {"invert", false}};
    out.spells_spaces = out.ranks_by_position = true;
  } else {
    if (architecture == "phi3" && space_in_front)
      out.normalizer = {{"type", "Sequence"}, {"normalizers", {{{"type", "Prepend"}, {"prepend", kMark}}, spaces}}};
    else
      out.pre_tokenizer = {{"type", "Metaspace"}, {"replacement", kMark}, {"prepend_scheme", space_in_front ? "first" : "never"}, {"split", false}};
    if (space_in_front) steps.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
  }
  out.decoder = {{"type", "Sequence"}, {"decoders", steps}};
  out.options.byte_fallback = out.options.fuse_unk = true;
  out.add_bos = true;
  return out;
}

// Places in a token where a character starts, the first one left out.
std::vector<std::size_t> cuts_of(const std::string& token) {
  std::vector<std::size_t> out;
  for (std::size_t at = 1; at < token.size(); ++at) {
    if ((static_cast<uint8_t>(token[at]) & 0xC0) != 0x80) out.push_back(at);
  }
  return out;
}

}  // namespace

GgufParts gguf_tokenizer_parts(const Json& metadata, const std::string& where) {
  const std::string model = text_of(metadata, "tokenizer.ggml.model");
  if (model == "gpt2") return byte_level(find_pre(metadata, where));
  if (model == "llama") {
    const auto space = metadata.find("tokenizer.ggml.add_space_prefix");
    return sentence_piece(text_of(metadata, "general.architecture"), space == metadata.end() || *space != Json(false));
  }
  fail(ErrorKind::unsupported, model.empty() ? "the file holds no tokenizer" : "the tokenizer is a '" + model + "' model", where,
       "Byte-level BPE (gpt2) and SentencePiece BPE (llama) are read from GGUF; use the Hugging Face folder of this model.");
}

std::vector<std::pair<std::string, std::string>> merges_of_tokens(const std::vector<std::string>& tokens, const std::vector<double>& scores) {
  struct Merge {
    std::size_t token, cut, left_characters, right_characters;
    double score;
  };
  std::unordered_map<std::string_view, std::size_t> places;  // of equal tokens, the last one
  for (std::size_t i = 0; i < tokens.size(); ++i) places[tokens[i]] = i;
  std::vector<Merge> merges;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view token = tokens[i];
    const auto cuts = cuts_of(tokens[i]);
    std::vector<std::pair<std::pair<std::size_t, std::size_t>, Merge>> own;
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      const auto left = places.find(token.substr(0, cuts[c])), right = places.find(token.substr(cuts[c]));
      if (left == places.end() || right == places.end()) continue;
      own.push_back({{left->second, right->second}, {i, cuts[c], c + 1, cuts.size() - c, scores[i]}});
    }
    std::stable_sort(own.begin(), own.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [order, merge] : own) merges.push_back(merge);
  }
  std::stable_sort(merges.begin(), merges.end(), [](const Merge& a, const Merge& b) {
    return std::tie(b.score, b.left_characters, b.right_characters) < std::tie(a.score, a.left_characters, a.right_characters);
  });
  std::vector<std::pair<std::string, std::string>> out;
  out.reserve(merges.size());
  for (const Merge& merge : merges) out.emplace_back(tokens[merge.token].substr(0, merge.cut), tokens[merge.token].substr(merge.cut));
  return out;
}

}  // namespace paretune
