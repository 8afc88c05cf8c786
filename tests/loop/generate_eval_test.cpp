// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/loop/tiny_world.h"
#include "training/loop/evaluator.h"
#include "training/loop/utf8_stream.h"

namespace paretune {
namespace {

const std::vector<int64_t> kPrompt = {3, 14, 15, 92, 65};

// Greedy ids by running the whole text again for each token.
std::vector<int64_t> greedy_uncached(CausalLm& model, std::vector<int64_t> ids, int64_t count) {
  torch::NoGradGuard no_grad;
  std::vector<int64_t> made;
  for (int64_t i = 0; i < count; ++i) {
    made.push_back(model.logits(model.hidden(TokenBatch::of({ids})).slice(0, -1))[0].argmax().item<int64_t>());
    ids.push_back(made.back());
  }
  return made;
}

SamplingOptions options(int64_t max_new_tokens, double temperature = 0) {
  SamplingOptions o;
  o.max_new_tokens = max_new_tokens;
  o.temperature = temperature;
  return o;
}

TEST(Generator, CachedGreedyEqualsUncachedAndStreamsItsText) {
  const auto model = tiny::model();
  const tiny::NumberTokenizer tokenizer;
  std::string streamed;
  const auto result = generate_text(*model, tokenizer, kPrompt, options(20), [&](const std::string& piece) { streamed += piece; }, {});
  EXPECT_EQ(result.ids, greedy_uncached(*model, kPrompt, 20));
  EXPECT_EQ(result.text, tokenizer.decode(result.ids, true));
  EXPECT_EQ(streamed, result.text);
  EXPECT_EQ(result.finish, "length");
  EXPECT_EQ(result.prompt_tokens, 5);
}

TEST(Generator, TokensComeWithTheModelsOwnLogarithmsAndTheLikeliestOthers) {
  const auto model = tiny::model();
  const tiny::NumberTokenizer tokenizer;
  EXPECT_TRUE(generate_text(*model, tokenizer, kPrompt, options(4), {}, {}).tokens.empty());
  auto asked = options(6, 2.0);
  asked.logprobs = true;
  asked.top_logprobs = 3;
  const auto result = generate_text(*model, tokenizer, kPrompt, asked, {}, {});
  ASSERT_EQ(result.tokens.size(), result.ids.size());
  std::vector<int64_t> ids = kPrompt;
  for (std::size_t i = 0; i < result.ids.size(); ++i) {
    torch::NoGradGuard no_grad;
    const Tensor logits = model->logits(model->hidden(TokenBatch::of({ids})).slice(0, -1))[0];
    const Tensor wanted = at::log_softmax(logits.to(at::kDouble), 0);
    EXPECT_EQ(result.tokens[i].id, result.ids[i]);
    EXPECT_EQ(result.tokens[i].text, std::to_string(result.ids[i]) + ",");
    EXPECT_NEAR(result.tokens[i].logprob, wanted[result.ids[i]].item<double>(), 1e-5);
    ASSERT_EQ(result.tokens[i].top.size(), 3u);
    EXPECT_EQ(result.tokens[i].top[0].id, logits.argmax().item<int64_t>());
    EXPECT_GE(result.tokens[i].top[0].logprob, result.tokens[i].top[1].logprob);
    EXPECT_GE(result.tokens[i].top[0].logprob, result.tokens[i].logprob - 1e-12);
    ids.push_back(result.ids[i]);
  }
}

TEST(Generator, EqualsUncachedWithVirtualTokensToo) {
  for (const Json& peft : {Json{{"peft_type", "LORA"}, {"init_lora_weights", false}}, Json{{"peft_type", "PREFIX_TUNING"}, {"num_virtual_tokens", 4}}}) {
    if (find_peft_method(peft["peft_type"]) == nullptr) continue;
    const auto model = tiny::model();
    const tiny::NumberTokenizer tokenizer;
    const auto adapter = make_adapter(*model, peft, 3);
    ASSERT_TRUE(adapter.ok());
    EXPECT_EQ(generate_text(*model, tokenizer, kPrompt, options(12), {}, {}).ids, greedy_uncached(*model, kPrompt, 12)) << peft;
  }
}

TEST(Generator, EndsAtAnEndIdAtTheContextAndWhenStopped) {
  const auto model = tiny::model();
  // A prompt whose answer has a token that did not come before it: that one becomes the end.
  std::vector<int64_t> prompt, made;
  std::ptrdiff_t last = 0;
  for (int64_t first = 0; first < 96 && last == 0; ++first) {
    prompt = {first, 5, 9};
    made = greedy_uncached(*model, prompt, 8);
    for (std::ptrdiff_t i = 2; i < 8 && last == 0; ++i) {
      if (std::find(made.begin(), made.begin() + i, made[i]) == made.begin() + i) last = i;
    }
  }
  ASSERT_GT(last, 0);
  const auto ended = generate_text(*model, tiny::NumberTokenizer(made[last]), prompt, options(20), {}, {});
  EXPECT_EQ(ended.finish, "stop");
  EXPECT_EQ(ended.ids, std::vector<int64_t>(made.begin(), made.begin() + last));
  const tiny::NumberTokenizer tokenizer;
  EXPECT_EQ(generate_text(*model, tokenizer, kPrompt, options(1000), {}, {}).ids.size(), 64u - 5u);
  std::stop_source stop;
  const auto stopped = generate_text(*model, tokenizer, kPrompt, options(20), [&](const std::string&) { stop.request_stop(); }, stop.get_token());
  EXPECT_EQ(stopped.finish, "stopped");
  EXPECT_EQ(stopped.ids.size(), 1u);
  EXPECT_THROW(generate_text(*model, tokenizer, {}, options(1), {}, {}), Failure);
  EXPECT_THROW(generate_text(*model, tokenizer, std::vector<int64_t>(64, 1), options(1), {}, {}), Failure);
}

TEST(Generator, SamplingFollowsSeedAndLimits) {
  const auto model = tiny::model();
  const tiny::NumberTokenizer tokenizer;
  const auto greedy = generate_text(*model, tokenizer, kPrompt, options(16), {}, {}).ids;
  auto sampled = options(16, 5.0);
  const auto first = generate_text(*model, tokenizer, kPrompt, sampled, {}, {}).ids;
  EXPECT_EQ(first, generate_text(*model, tokenizer, kPrompt, sampled, {}, {}).ids);
  EXPECT_NE(first, greedy);
  sampled.seed = 1;
  EXPECT_NE(first, generate_text(*model, tokenizer, kPrompt, sampled, {}, {}).ids);
  sampled.top_k = 1;
  EXPECT_EQ(greedy, generate_text(*model, tokenizer, kPrompt, sampled, {}, {}).ids);
  sampled.top_k = 0;
  sampled.top_p = 1e-9;
  EXPECT_EQ(greedy, generate_text(*model, tokenizer, kPrompt, sampled, {}, {}).ids);
}

// How often each token comes, against the model's own softmax.
TEST(Generator, SamplesWithTheModelsShares) {
  const auto model = tiny::model();
  const tiny::NumberTokenizer tokenizer;
  torch::NoGradGuard no_grad;
  const Tensor shares = at::softmax(model->logits(model->hidden(TokenBatch::of({kPrompt})).slice(0, -1))[0] / 2.0, 0);
  Tensor counts = at::zeros({96});
  auto sampled = options(1, 2.0);
  constexpr int kDraws = 3000;
  for (sampled.seed = 0; sampled.seed < kDraws; ++sampled.seed) counts[generate_text(*model, tokenizer, kPrompt, sampled, {}, {}).ids.at(0)] += 1;
  const double worst = ((counts / kDraws) - shares).abs().max().item<double>();
  EXPECT_LT(worst, 4 * std::sqrt(0.25 / kDraws));
}

TEST(Evaluator, LossIsTheTokenMean) {
  const auto model = tiny::model();
  const auto adapter = load_adapter(*model, tiny::kGolden + "adapter");
  ASSERT_TRUE(adapter.ok());
  const auto values = evaluate_examples(*model, tiny::NumberTokenizer(), tiny::examples(), {"loss", "perplexity"}, {}, {});
  const double wanted = tiny::golden()["eval_loss"];
  EXPECT_NEAR(values.at("loss"), wanted, 1e-5 * wanted);
  EXPECT_NEAR(values.at("perplexity"), std::exp(wanted), 1e-4 * std::exp(wanted));
  int64_t tokens = 0;
  for (const auto& example : tiny::examples()) tokens += example.trained_tokens() - (example.labels[0] != -100);
  EXPECT_EQ(values.at("tokens"), static_cast<double>(tokens));
}

// Rows whose reference is the model's answer, the answer with one more token, with another token, and with other spacing.
TEST(Evaluator, ExactMatchEqualsGreedyAnswers) {
  const auto model = tiny::model();
  // An end id that ends most answers early: the most frequent of the first greedy tokens.
  std::map<int64_t, int> seen;
  std::vector<std::vector<int64_t>> prompts;
  for (int64_t i = 0; i < 24; ++i) prompts.push_back({i, (i * 7 + 1) % 96, (i * i) % 96});
  for (const auto& prompt : prompts) {
    const auto made = greedy_uncached(*model, prompt, 6);
    for (std::size_t k = 1; k < made.size(); ++k) ++seen[made[k]];
  }
  const int64_t end = std::max_element(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
  const tiny::NumberTokenizer tokenizer(end);
  std::vector<Example> examples;
  for (std::size_t i = 0; i < prompts.size(); ++i) {
    Example example;
    example.row = static_cast<int64_t>(i) + 1;
    example.prompt_ids = prompts[i];
    auto answer = generate_text(*model, tokenizer, prompts[i], options(20), {}, {}).ids;
    if (i % 4 == 1) answer.push_back((end + 1) % 96);
    if (i % 4 == 2 && !answer.empty()) answer[answer.size() / 2] = (answer[answer.size() / 2] + 1) % 96;
    example.reference = tokenizer.decode(answer, true);
    if (i % 4 == 3) example.reference = " \n" + example.reference + " ";
    example.ids = prompts[i];
    example.ids.insert(example.ids.end(), answer.begin(), answer.end());
    example.ids.push_back(end);
    example.labels = example.ids;
    std::fill(example.labels.begin(), example.labels.begin() + 3, -100);
    if (i % 5 == 4) example.ids.resize(4), example.labels.resize(4);  // cut: only an answer in full can tell
    examples.push_back(example);
  }
  int64_t equal = 0, asked = 0;
  for (const auto& example : examples) {
    if (example.reference.empty()) continue;
    ++asked;
    std::string reference = example.reference;
    while (!reference.empty() && std::isspace(static_cast<unsigned char>(reference.front()))) reference.erase(0, 1);
    while (!reference.empty() && std::isspace(static_cast<unsigned char>(reference.back()))) reference.pop_back();
    equal += generate_greedy(*model, tokenizer, {example.prompt_ids}, 60, {}).at(0) == reference;
  }
  ASSERT_GT(equal, 0);
  ASSERT_LT(equal, asked);
  const auto values = evaluate_examples(*model, tokenizer, examples, {"exact_match"}, {}, {});
  EXPECT_DOUBLE_EQ(values.at("exact_match"), static_cast<double>(equal) / static_cast<double>(asked));
}

TEST(Evaluator, RefusesWhatItCannotMeasure) {
  const auto model = tiny::model();
  const tiny::NumberTokenizer tokenizer;
  EXPECT_THROW(evaluate_examples(*model, tokenizer, {}, {"loss"}, {}, {}), Failure);
  EXPECT_THROW(evaluate_examples(*model, tokenizer, tiny::examples(), {"rouge"}, {}, {}), Failure);
  std::stop_source stop;
  stop.request_stop();
  try {
    evaluate_examples(*model, tokenizer, tiny::examples(), {"loss"}, {}, stop.get_token());
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().kind, ErrorKind::stopped);
  }
}

TEST(Utf8Stream, GivesWholeCharactersOnly) {
  const std::vector<std::string> parts = {"a", "\xF0\x9F", "\x98", "\x80", "\xC3", "\xA9z", "\xE2"};
  Utf8Stream stream([&](const std::vector<int64_t>& ids) {
    std::string text;
    for (const int64_t id : ids) text += parts[static_cast<std::size_t>(id)];
    return text.ends_with("\xF0\x9F\x98") ? text.substr(0, text.size() - 3) + "\xEF\xBF\xBD" : text;  // a decoder's stand-in
  });
  EXPECT_EQ(stream.advance(0), "a");
  EXPECT_EQ(stream.advance(1), "");
  EXPECT_EQ(stream.advance(2), "");
  EXPECT_EQ(stream.advance(3), "\xF0\x9F\x98\x80");
  EXPECT_EQ(stream.advance(4), "");
  EXPECT_EQ(stream.advance(5), "\xC3\xA9z");
  EXPECT_EQ(stream.advance(6), "");
  EXPECT_EQ(stream.finish("a\xF0\x9F\x98\x80\xC3\xA9z\xE2"), "\xE2");
  EXPECT_EQ(whole_utf8_bytes(""), 0u);
  EXPECT_EQ(whole_utf8_bytes("\x80\x80\x80\x80\x80"), 5u);
}

// All golden texts of all tokenizers, token by token: the pieces are the text, and no token is decoded more than a few times.
TEST(Utf8Stream, PiecesMakeTheTextOfAllTokens) {
  const std::string folder = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/tokenizer/";
  int64_t made = 0, decoded = 0;
  for (const char* name : {"gpt2", "llama3", "qwen2", "smollm", "gpt4o", "prefix", "llama2", "metaspace", "mistral", "gemma"}) {
    TokenizerSource source;
    source.tokenizer_json = read_json_file(folder + name + "/tokenizer.json").value();
    const auto tokenizer = Tokenizer::load(source, name).value();
    std::vector<int64_t> all;
    const auto expect_same = [&](const std::vector<int64_t>& ids) {
      Utf8Stream stream([&](const std::vector<int64_t>& some) {
        decoded += static_cast<int64_t>(some.size());
        return tokenizer->decode(some, true);
      });
      std::string text;
      for (const int64_t id : ids) text += stream.advance(id);
      const std::string wanted = tokenizer->decode(ids, true), rest = stream.finish(wanted);
      EXPECT_EQ(text + rest, wanted) << name;
      EXPECT_LE(rest.size(), wanted.size() - whole_utf8_bytes(wanted)) << name;
      made += static_cast<int64_t>(ids.size());
    };
    for (const Json& entry : read_json_file(folder + name + "/cases.json").value()) {
      const auto ids = entry.at("ids").get<std::vector<int64_t>>();
      expect_same(ids);
      all.insert(all.end(), ids.begin(), ids.end());
    }
    expect_same(all);
  }
  EXPECT_LT(decoded, 12 * made);
}

}  // namespace
}  // namespace paretune
