// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>

#include "tests/data/tokenizer_cases.h"
#include "training/data/tokenizer_files.h"
#include "training/data/tokenizers/bpe_tokenizer.h"
#include "training/data/tokenizers/text.h"

namespace paretune {
namespace {
using namespace test;
using testing::HasSubstr;

const std::string kGoldens = PARETUNE_SOURCE_DIR "/tests/goldens/tokenizer/";

std::shared_ptr<const Tokenizer> golden(const std::string& name) { return load_json_tokenizer(kGoldens + name + "/tokenizer.json"); }

class TokenizerGoldens : public testing::TestWithParam<const char*> {};

TEST_P(TokenizerGoldens, IdsAndTextsAreThoseOfTokenizers) {
  const std::string name = GetParam();
  check_cases(*golden(name), kGoldens + name + "/cases.json", name == "gpt2" || name == "llama3" || name == "smollm" || name == "gpt4o");
}
INSTANTIATE_TEST_SUITE_P(All, TokenizerGoldens, testing::Values("gpt2", "llama3", "qwen2", "smollm", "gpt4o", "prefix", "llama2", "metaspace", "mistral", "gemma"),
                         [](const auto& info) { return std::string(info.param); });

// The same tokenizer told in GGUF metadata.
Json as_gguf(const Json& tokenizer_json, const std::string& pre) {
  const Json& vocabulary = tokenizer_json["model"]["vocab"];
  std::vector<std::string> tokens(vocabulary.size() + tokenizer_json["added_tokens"].size());
  std::vector<int> types(tokens.size(), 1);
  for (const auto& [token, id] : vocabulary.items()) tokens[id.get<std::size_t>()] = token;
  for (const Json& added : tokenizer_json["added_tokens"]) {
    tokens[added["id"].get<std::size_t>()] = added["content"];
    types[added["id"].get<std::size_t>()] = added["special"] ? 3 : 4;
  }
  Json merges = Json::array();
  for (const Json& merge : tokenizer_json["model"]["merges"]) merges.push_back(merge[0].get<std::string>() + " " + merge[1].get<std::string>());
  return {{"tokenizer.ggml.model", "gpt2"}, {"tokenizer.ggml.pre", pre}, {"tokenizer.ggml.tokens", tokens}, {"tokenizer.ggml.token_type", types},
          {"tokenizer.ggml.merges", merges}, {"tokenizer.ggml.bos_token_id", tokens.size() - 2}, {"tokenizer.ggml.eos_token_id", tokens.size() - 1}};
}

TEST(Tokenizer, GgufMetadataGivesTheSameIds) {
  for (const auto& [name, pre] : {std::pair{"smollm", "smollm"}, {"llama3", "llama-bpe"}, {"gpt4o", "gpt-4o"}}) {
    TokenizerSource source;
    source.gguf = as_gguf(read_json_file(kGoldens + name + "/tokenizer.json").value(), pre);
    if (std::string(name) == "llama3") source.gguf["tokenizer.ggml.bos_token_id"] = golden(name)->token_id("<|begin_of_text|>");
    const auto tokenizer = Tokenizer::load(source, "model.gguf").value();
    check_cases(*tokenizer, kGoldens + name + "/cases.json", true);
  }
}

// A SentencePiece tokenizer as llama.cpp's converter writes it: no merges, tokens of spaces spelled as spaces.
Json as_sentence_piece_gguf(const Json& tokenizer_json, const std::string& architecture) {
  const Json& vocabulary = tokenizer_json["model"]["vocab"];
  std::vector<std::string> tokens(vocabulary.size());
  std::vector<int> types(tokens.size(), 1);
  std::vector<double> scores;
  for (const auto& [token, id] : vocabulary.items()) tokens[id.get<std::size_t>()] = token;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    scores.push_back(-static_cast<double>(i));
    if (tokens[i].size() == 6 && tokens[i].starts_with("<0x")) types[i] = 6;
    if (architecture != "llama" && tokens[i].size() > 3 && tokens[i].size() % 3 == 0 && tokens[i].find_first_not_of("\u2581") == std::string::npos) {
      tokens[i] = std::string(tokens[i].size() / 3, ' ');
      types[i] = 4;
    }
  }
  for (const Json& added : tokenizer_json["added_tokens"]) types[added["id"].get<std::size_t>()] = added["special"] ? 3 : 4;
  return {{"general.architecture", architecture}, {"tokenizer.ggml.model", "llama"}, {"tokenizer.ggml.pre", "default"}, {"tokenizer.ggml.tokens", tokens},
          {"tokenizer.ggml.token_type", types}, {"tokenizer.ggml.scores", scores},
          {"tokenizer.ggml.bos_token_id", vocabulary[architecture == "llama" ? "<s>" : "<bos>"]}, {"tokenizer.ggml.add_space_prefix", architecture == "llama"}};
}

TEST(Tokenizer, SentencePieceMetadataGivesTheSameIds) {
  for (const auto& [name, architecture] : {std::pair{"mistral", "llama"}, {"gemma", "gemma2"}}) {
    SCOPED_TRACE(name);
    TokenizerSource source;
    source.gguf = as_sentence_piece_gguf(read_json_file(kGoldens + name + "/tokenizer.json").value(), architecture);
    check_cases(*Tokenizer::load(source, "model.gguf").value(), kGoldens + name + "/cases.json", false);
    // Written as Hugging Face's files and read again.
    TokenizerSource back;
    back.tokenizer_json = gguf_tokenizer_json(source.gguf, "model.gguf");
    check_cases(*Tokenizer::load(back, "tokenizer.json").value(), kGoldens + name + "/cases.json", false);
    source.gguf["tokenizer.ggml.scores"] = Json::array();  // of no account where tokens stand in the order of merges
    EXPECT_EQ(Tokenizer::load(source, "m").ok(), std::string(name) == "gemma");
  }
}

TEST(Tokenizer, FilesWrittenFromGgufReadTheSame) {
  const std::string folder = testing::TempDir() + "tokenizer-files-" + std::to_string(::getpid());
  make_folders(folder).value();
  TokenizerSource source;
  source.gguf = as_gguf(read_json_file(kGoldens + "llama3/tokenizer.json").value(), "llama-bpe");
  source.gguf["tokenizer.ggml.bos_token_id"] = golden("llama3")->token_id("<|begin_of_text|>");
  source.gguf["tokenizer.chat_template"] = "{{ bos_token }}";
  write_tokenizer_files(source, folder).value();
  TokenizerSource back;
  back.tokenizer_json = read_json_file(folder + "/tokenizer.json").value();
  back.tokenizer_config = read_json_file(folder + "/tokenizer_config.json").value();
  const auto tokenizer = Tokenizer::load(back, folder).value();
  check_cases(*tokenizer, kGoldens + "llama3/cases.json", true);
  EXPECT_EQ(tokenizer->bos_token(), "<|begin_of_text|>");
  EXPECT_EQ(read_text_file(folder + "/chat_template.jinja").value(), "{{ bos_token }}");
  std::filesystem::remove_all(folder);
}

TEST(Tokenizer, KnowsItsSpecialTokens) {
  TokenizerSource source;
  source.tokenizer_json = read_json_file(kGoldens + "qwen2/tokenizer.json").value();
  source.tokenizer_config = {{"bos_token", nullptr}, {"eos_token", {{"content", "<|im_end|>"}}}, {"pad_token", "<|im_start|>"}, {"chat_template", "{{ messages }}"}};
  const auto tokenizer = Tokenizer::load(source, "m").value();
  EXPECT_EQ(tokenizer->bos_id(), -1);
  EXPECT_EQ(tokenizer->eos_id(), tokenizer->token_id("<|im_end|>"));
  EXPECT_EQ(tokenizer->pad_id(), tokenizer->token_id("<|im_start|>"));
  EXPECT_EQ(tokenizer->eos_token(), "<|im_end|>");
  EXPECT_EQ(tokenizer->end_ids(), std::vector<int64_t>{tokenizer->eos_id()});
  EXPECT_EQ(tokenizer->chat_template(), "{{ messages }}");
  EXPECT_TRUE(tokenizer->is_special(tokenizer->eos_id()));
  EXPECT_FALSE(tokenizer->is_special(tokenizer->token_id("<tool_call>")));
  EXPECT_EQ(tokenizer->token_id("no such token"), -1);
  EXPECT_EQ(tokenizer->vocab_size(), tokenizer->token_id("OK") + 1);
}

TEST(Tokenizer, ShowsTokens) {
  const auto tokenizer = golden("smollm");
  const auto pieces = tokenizer->encode_pieces("\U0001F9FF x", false);  // the emoji is spelled in bytes
  ASSERT_GE(pieces.size(), 3u);
  std::string bytes;
  for (const auto& piece : pieces) bytes += tokenizer->token_bytes(piece.id);
  EXPECT_EQ(bytes, "\U0001F9FF x");
  EXPECT_THAT(tokenizer->token_text(pieces[0].id), HasSubstr("<0xF0>"));
  EXPECT_EQ(tokenizer->token_text(tokenizer->token_id("<|im_end|>")), "<|im_end|>");
  EXPECT_EQ(tokenizer->token_bytes(-5), "");
  EXPECT_EQ(tokenizer->token_bytes(1 << 30), "");
  EXPECT_EQ(tokenizer->decode({-1, 1 << 30}, false), "");
}

TEST(Tokenizer, InvalidUtf8ReadsAsReplacementCharacters) {
  const auto tokenizer = golden("gpt2");
  // Python: b"a\xf0\x9f\x98b\xff\xc0\xafc\xed\xa0\x80".decode("utf-8", "replace")
  const std::string bad = "a\xF0\x9F\x98" "b\xFF\xC0\xAF" "c\xED\xA0\x80", replaced = "a\uFFFDb\uFFFD\uFFFD\uFFFDc\uFFFD\uFFFD\uFFFD";
  EXPECT_EQ(valid_utf8(bad), replaced);
  EXPECT_EQ(tokenizer->encode(bad, false), tokenizer->encode(replaced, false));
  for (const auto& piece : tokenizer->encode_pieces(bad, false)) EXPECT_LE(piece.end, bad.size());
}

TEST(Tokenizer, LongTextsTakeLinearTime) {
  const std::size_t million = 1'000'000;
  std::string marks = "a";
  while (marks.size() < million) marks += "\u0301\u0323";
  std::string mixed;
  while (mixed.size() < million) mixed += " \n'";
  const std::string texts[] = {std::string(million, 'a'), std::string(million, ' '), std::string(million, '\n'), std::string(million, '<'),
                               std::string(million, '7'), std::string(million, '\''), std::string(million, '\0'), marks, mixed};
  for (const char* name : {"gpt2", "llama3", "qwen2", "smollm", "gpt4o"}) {
    const auto tokenizer = golden(name);
    for (const std::string& text : texts) {
      const auto start = std::chrono::steady_clock::now();
      const auto ids = tokenizer->encode(text, false);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      EXPECT_LT(seconds, 15) << name << " on " << Json(text.substr(0, 3)).dump(-1, ' ', true, Json::error_handler_t::replace);
      if (std::string(name) == "qwen2") continue;  // NFC changes the text
      EXPECT_EQ(tokenizer->decode(ids, false), text) << name;
    }
  }
}

struct BadCase {
  const char* what;
  std::function<void(Json&)> change;
  const char* message;
};

TEST(Tokenizer, UnknownPartsAreNamed) {
  const Json good = read_json_file(kGoldens + "gpt2/tokenizer.json").value();
  const BadCase cases[] = {
      {"model", [](Json& j) { j["model"]["type"] = "Unigram"; }, "'Unigram' model"},
      {"pre_tokenizer", [](Json& j) { j["pre_tokenizer"] = {{"type", "BertPreTokenizer"}}; }, "pre_tokenizer 'BertPreTokenizer'"},
      {"normalizer", [](Json& j) { j["normalizer"] = {{"type", "Lowercase"}}; }, "normalizer 'Lowercase'"},
      {"decoder", [](Json& j) { j["decoder"] = {{"type", "WordPiece"}}; }, "decoder 'WordPiece'"},
      {"post_processor", [](Json& j) { j["post_processor"] = {{"type", "Other"}}; }, "post_processor 'Other'"},
      {"regex", [](Json& j) { j["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "(("}}}, {"behavior", "Isolated"}}; }, "regular expression"},
      {"behavior", [](Json& j) { j["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"String", "a"}}}, {"behavior", "Odd"}}; }, "behavior 'Odd'"},
      {"merge", [](Json& j) { j["model"]["merges"].push_back({"nope", "nothing"}); }, "'nope'"},
      {"merge shape", [](Json& j) { j["model"]["merges"].push_back(7); }, "not a pair"},
      {"id", [](Json& j) { j["model"]["vocab"]["zz"] = -3; }, "id -3"},
      {"huge id", [](Json& j) { j["model"]["vocab"]["zz"] = 2000000000; }, "2000000000"},
      {"text id", [](Json& j) { j["model"]["vocab"]["zz"] = "x"; }, "no id"},
      {"vocab", [](Json& j) { j["model"]["vocab"] = Json::array(); }, "no vocab"},
      {"types", [](Json& j) { j["pre_tokenizer"] = {{"type", 5}}; }, "malformed"},
      {"suffix", [](Json& j) { j["model"]["end_of_word_suffix"] = "</w>"; }, "end_of_word_suffix"},
      {"template", [](Json& j) { j["post_processor"] = {{"type", "TemplateProcessing"}, {"single", {{{"SpecialToken", {{"id", "x"}}}}}}}; }, "malformed"},
  };
  for (const BadCase& bad : cases) {
    TokenizerSource source;
    source.tokenizer_json = good;
    bad.change(source.tokenizer_json);
    const auto result = Tokenizer::load(source, "m/tokenizer.json");
    ASSERT_FALSE(result.ok()) << bad.what;
    EXPECT_THAT(result.error().message, HasSubstr(bad.message)) << bad.what;
    EXPECT_NE(result.error().kind, ErrorKind::internal) << bad.what;
    EXPECT_EQ(result.error().where, "m/tokenizer.json") << bad.what;
    EXPECT_FALSE(result.error().remedy.empty()) << bad.what;
  }
  TokenizerSource gguf;
  gguf.gguf = as_gguf(good, "klingon");
  EXPECT_THAT(Tokenizer::load(gguf, "m").error().message, HasSubstr("'klingon'"));
  gguf.gguf["tokenizer.ggml.model"] = "t5";
  EXPECT_THAT(Tokenizer::load(gguf, "m").error().message, HasSubstr("'t5' model"));
  EXPECT_THAT(Tokenizer::load({}, "m").error().message, HasSubstr("no tokenizer"));
}

TEST(Tokenizer, RegexWithoutBoundGivesUp) {
  TokenizerSource source;
  source.tokenizer_json = read_json_file(kGoldens + "gpt2/tokenizer.json").value();
  source.tokenizer_json["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "(a+)+[bc]"}}}, {"behavior", "Isolated"}};
  const auto tokenizer = Tokenizer::load(source, "m").value();
  EXPECT_THROW(tokenizer->encode(std::string(5000, 'a'), false), Failure);
}

}  // namespace
}  // namespace paretune
