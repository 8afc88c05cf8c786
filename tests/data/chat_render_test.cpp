// SPDX-License-Identifier: GPL-3.0-or-later
// Which bytes of a rendered chat a loss sees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "training/core/files.h"
#include "training/data/chat_template.h"

namespace paretune {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kGoldens = PARETUNE_SOURCE_DIR "/tests/goldens/";

// The small golden tokenizer with the special tokens of all the families.
std::shared_ptr<const Tokenizer> tokenizer_with(const std::string& chat_template, const std::string& bos = "", const std::string& eos = "") {
  TokenizerSource source;
  source.tokenizer_json = read_json_file(kGoldens + "tokenizer/smollm/tokenizer.json").value();
  int id = 2000;
  for (const char* token : {"<s>", "</s>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<start_of_turn>", "<end_of_turn>", "[INST]", "[/INST]"}) {
    source.tokenizer_json["added_tokens"].push_back({{"id", id++}, {"content", token}, {"special", true}, {"normalized", false}, {"single_word", false}, {"lstrip", false}, {"rstrip", false}});
  }
  source.tokenizer_config = {{"chat_template", chat_template}};
  if (!bos.empty()) source.tokenizer_config["bos_token"] = bos;
  if (!eos.empty()) source.tokenizer_config["eos_token"] = eos;
  return Tokenizer::load(source, "t").value();
}

std::shared_ptr<const Tokenizer> tokenizer_for(const std::string& name) {
  return tokenizer_with(read_text_file(kGoldens + "chat/templates/" + name + ".jinja").value(), "<s>", "</s>");
}

std::vector<std::string> trained(const Tokenizer& tokenizer, const Json& messages, const std::string& train_on = "assistant") {
  const auto chat = render_chat(tokenizer, messages, train_on, false).value();
  std::vector<std::string> out;
  for (const auto& [begin, end] : chat.trained) out.push_back(chat.text.substr(begin, end - begin));
  return out;
}

Json chat(std::initializer_list<std::pair<const char*, const char*>> turns) {
  Json out = Json::array();
  for (const auto& [role, content] : turns) out.push_back({{"role", role}, {"content", content}});
  return out;
}

const Json kTwo = chat({{"user", "say yes"}, {"assistant", "yes"}, {"user", "yes"}, {"assistant", "  yes yes\n"}});

TEST(ChatRender, TrainsRepliesAndTheirEnd) {
  EXPECT_THAT(trained(*tokenizer_for("smollm2"), kTwo), ElementsAre("yes<|im_end|>", "  yes yes\n<|im_end|>"));
  EXPECT_THAT(trained(*tokenizer_for("llama3"), kTwo), ElementsAre("yes<|eot_id|>", "yes yes<|eot_id|>"));
  EXPECT_THAT(trained(*tokenizer_for("llama31"), kTwo), ElementsAre("yes<|eot_id|>", "yes yes<|eot_id|>"));
  EXPECT_THAT(trained(*tokenizer_for("qwen25"), kTwo), ElementsAre("yes<|im_end|>", "  yes yes\n<|im_end|>"));
  EXPECT_THAT(trained(*tokenizer_for("mistral"), kTwo), ElementsAre(" yes</s>", " yes yes</s>"));
  EXPECT_THAT(trained(*tokenizer_for("gemma"), kTwo), ElementsAre("yes<end_of_turn>", "yes yes<end_of_turn>"));
  EXPECT_THAT(trained(*tokenizer_for("headless"), kTwo), ElementsAre(" yes</s>", " yes yes</s>"));
}

TEST(ChatRender, GenerationMarksDecideWhereThereAreSome) {
  const auto tokenizer = tokenizer_for("generation");
  EXPECT_THAT(trained(*tokenizer, kTwo), ElementsAre("yes<|im_end|>", "  yes yes\n<|im_end|>"));
  EXPECT_THAT(trained(*tokenizer, kTwo, "last_assistant"), ElementsAre("  yes yes\n<|im_end|>"));
}

TEST(ChatRender, LastAssistantAndAll) {
  const auto tokenizer = tokenizer_for("smollm2");
  EXPECT_THAT(trained(*tokenizer, kTwo, "last_assistant"), ElementsAre("  yes yes\n<|im_end|>"));
  const auto all = render_chat(*tokenizer, kTwo, "all", false).value();
  EXPECT_THAT(all.trained, ElementsAre(std::pair<std::size_t, std::size_t>(0, all.text.size())));
}

TEST(ChatRender, TheDefaultSystemPromptIsNotTrained) {
  const auto chat_text = render_chat(*tokenizer_for("smollm2"), chat({{"assistant", "I begin"}, {"user", "x"}}), "assistant", false).value();
  EXPECT_THAT(chat_text.text, HasSubstr("named SmolLM"));
  ASSERT_EQ(chat_text.trained.size(), 1u);
  EXPECT_EQ(chat_text.text.substr(chat_text.trained[0].first, chat_text.trained[0].second - chat_text.trained[0].first), "I begin<|im_end|>");
}

TEST(ChatRender, TemplatesThatRewriteEarlierTurnsAreFoundByText) {
  const Json messages = chat({{"user", "q"}, {"assistant", "answer"}, {"user", "q2"}, {"assistant", "answer 2"}});
  // Qwen3 puts an empty thought into the last reply only, so earlier prefixes are no prefixes.
  EXPECT_THAT(trained(*tokenizer_for("qwen3"), messages), ElementsAre("answer<|im_end|>", "<think>\n\n</think>\n\nanswer 2<|im_end|>"));
}

TEST(ChatRender, RepliesBeyondAHundredTurns) {
  Json messages = Json::array();
  for (int i = 0; i < 150; ++i) {
    messages.push_back({{"role", "user"}, {"content", "question " + std::to_string(i)}});
    messages.push_back({{"role", "assistant"}, {"content", "reply " + std::to_string(i)}});
  }
  const auto spans = trained(*tokenizer_for("smollm2"), messages);
  ASSERT_EQ(spans.size(), 150u);
  for (std::size_t i = 0; i < 150; ++i) EXPECT_EQ(spans[i], "reply " + std::to_string(i) + "<|im_end|>");
}

TEST(ChatRender, ToolCallsAreTrained) {
  const Json goldens = read_json_file(kGoldens + "chat/cases.json").value();
  const auto spans = trained(*tokenizer_for("qwen25"), goldens["chats"]["tools"]);
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_THAT(spans[0], HasSubstr("\"name\": \"weather\""));
  EXPECT_THAT(spans[0], testing::EndsWith("<|im_end|>"));
  EXPECT_EQ(spans[1], "It is sunny.<|im_end|>");
}

TEST(ChatRender, GenerationPromptIsAddedAndNotTrained) {
  const auto tokenizer = tokenizer_for("smollm2");
  const auto asked = render_chat(*tokenizer, chat({{"user", "hi"}}), "assistant", true).value();
  EXPECT_TRUE(asked.text.ends_with("<|im_start|>assistant\n"));
  EXPECT_TRUE(asked.trained.empty());
}

TEST(ChatRender, Errors) {
  const auto tokenizer = tokenizer_for("gemma");
  const auto refused = render_chat(*tokenizer, chat({{"system", "s"}, {"user", "x"}}), "assistant", false).error();
  EXPECT_EQ(refused.message, "System role not supported");
  EXPECT_EQ(refused.kind, ErrorKind::input);
  EXPECT_THAT(render_chat(*tokenizer_with(""), kTwo, "assistant", false).error().message, HasSubstr("no chat template"));
  EXPECT_EQ(render_chat(*tokenizer, kTwo, "everything", false).error().kind, ErrorKind::usage);
  EXPECT_EQ(render_chat(*tokenizer, Json::object(), "all", false).error().kind, ErrorKind::input);
  EXPECT_EQ(render_chat(*tokenizer, {1}, "all", false).error().kind, ErrorKind::input);
  const auto lost = tokenizer_with("{% for m in messages %}{{ m.content | upper }}{% endfor %}");
  EXPECT_THAT(render_chat(*lost, chat({{"user", "x"}, {"assistant", "low"}}), "assistant", false).error().message, HasSubstr("cannot be found"));
}

}  // namespace
}  // namespace paretune
