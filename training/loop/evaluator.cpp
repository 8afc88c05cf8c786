// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/evaluator.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "training/loop/evaluation_work.h"
#include "training/loop/pass.h"
#include "training/loop/utf8_stream.h"

namespace paretune {
namespace {

constexpr int64_t kTokensPerPass = 2048;
constexpr int64_t kLogitRowsAtOnce = 64;
constexpr int64_t kExtraTokens = 16;  // an answer may spell the reference with more tokens than the tokenizer does
constexpr const char* kSpace = " \t\r\n\f\v";

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// May an answer that starts with `answer` still equal `reference` (trimmed)?
bool may_become(const std::string& answer, const std::string& reference) {
  const auto begin = answer.find_first_not_of(kSpace);
  if (begin == std::string::npos) return true;
  const std::string start = answer.substr(begin, std::max(begin, whole_utf8_bytes(answer)) - begin);
  if (start.size() <= reference.size()) return reference.starts_with(start);
  return start.starts_with(reference) && start.find_first_not_of(kSpace, reference.size()) == std::string::npos;
}

enum class Verdict { equal, different, unsure };

// The greedy answer follows the reference's own tokens as long as each of them is the most likely one, so this pass over the row
// already tells the outcome, up to another spelling of the same text (unsure).
Verdict judge_by_likeliest(CausalLm& model, const Tokenizer& tokenizer, const Example& example, const Tensor& hidden) {  // hidden (L, C)
  const auto first = static_cast<int64_t>(example.prompt_ids.size());
  const auto length = static_cast<int64_t>(example.ids.size());
  if (!is_judged_by_the_pass(example)) return Verdict::unsure;
  const std::string reference = trimmed(example.reference);
  const auto& ends = tokenizer.end_ids();
  for (int64_t begin = first; begin < length; begin += kLogitRowsAtOnce) {
    const int64_t end = std::min(begin + kLogitRowsAtOnce, length);
    const Tensor likeliest = model.logits(hidden.slice(0, begin - 1, end - 1)).argmax(1).to(at::kCPU);
    for (int64_t at = begin; at < end; ++at) {
      if (example.labels[at] == -100) return Verdict::unsure;  // the answer's tokens end here
      const int64_t id = likeliest[at - begin].item<int64_t>();
      std::vector<int64_t> answer(example.ids.begin() + first, example.ids.begin() + at);
      if (std::find(ends.begin(), ends.end(), id) != ends.end()) {
        return trimmed(tokenizer.decode(answer, true)) == reference ? Verdict::equal : Verdict::different;
      }
      if (id == example.ids[at]) continue;
      answer.push_back(id);
      return may_become(tokenizer.decode(answer, true), reference) ? Verdict::unsure : Verdict::different;
    }
  }
  return Verdict::unsure;
}

bool answer_equals(CausalLm& model, const Tokenizer& tokenizer, const Example& example, std::stop_token stop) {
  const std::string reference = trimmed(example.reference);
  SamplingOptions options;
  options.max_new_tokens = static_cast<int64_t>(tokenizer.encode(example.reference, false).size()) + kExtraTokens;
  std::stop_source wrong;  // nothing more to learn from this answer
  std::string text;
  const auto answer = generate_text(model, tokenizer, example.prompt_ids, options, [&](const std::string& piece) {
    text += piece;
    if (!may_become(text, reference) || stop.stop_requested()) wrong.request_stop();
  }, wrong.get_token());
  return trimmed(answer.text) == reference;
}

// Rows with a class whose score is the highest of all.
int64_t right_classes(CausalLm& model, const Tensor& hidden, const Tensor& targets) {
  const Tensor rows = (targets != -100).nonzero().squeeze(1);
  return (model.logits(hidden.index_select(0, rows)).argmax(1) == targets.index_select(0, rows)).sum().item<int64_t>();
}

// Longest rows together, so that a pass stays near its budget: indices.
std::vector<std::vector<std::size_t>> passes_of(const Examples& examples) {
  struct Place {
    std::size_t index;
    int64_t length;
  };
  std::vector<Place> order;
  order.reserve(examples.size());
  examples.each_facts([&](std::size_t index, const Examples::Facts& facts) { order.push_back({index, facts.length}); });
  std::stable_sort(order.begin(), order.end(), [](const Place& a, const Place& b) { return a.length > b.length; });
  std::vector<std::vector<std::size_t>> passes;
  int64_t tokens = kTokensPerPass;
  for (const auto& [index, length] : order) {
    if (tokens + length > kTokensPerPass) {
      passes.emplace_back();
      tokens = 0;
    }
    passes.back().push_back(index);
    tokens += length;
  }
  return passes;
}

}  // namespace

std::map<std::string, double> evaluate_examples(CausalLm& model, const Tokenizer& tokenizer, const Examples& examples,
                                                const std::vector<std::string>& metrics, const std::function<void(double)>& progress, std::stop_token stop,
                                                int64_t* passed) {
  const auto wants = [&](const char* name) { return std::find(metrics.begin(), metrics.end(), name) != metrics.end(); };
  for (const auto& name : metrics) {
    if (name != "loss" && name != "perplexity" && name != "exact_match" && name != "accuracy") {
      fail(ErrorKind::input, "unknown metric \"" + name + "\"", "metrics", "Known are loss, perplexity, exact_match, accuracy.");
    }
    if (name == "accuracy" && !model.classifies()) {
      fail(ErrorKind::input, "accuracy is for classifiers", "metrics", "Use exact_match, or an adapter whose task_type is SEQ_CLS.");
    }
  }
  if (examples.empty()) fail(ErrorKind::input, "there is no row to evaluate", "data");
  torch::NoGradGuard no_grad;
  model.set_training(false);
  model.adapter_losses = false;  // methods are compared by what the model predicts
  const auto restored = std::shared_ptr<void>(nullptr, [&model](void*) { model.adapter_losses = true; });
  double loss_sum = 0;
  int64_t tokens = 0, done = 0, asked = 0, equal = 0, right = 0;
  for (const auto& indices : passes_of(examples)) {
    if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while evaluating");
    std::vector<Example> rows;
    for (const std::size_t index : indices) rows.push_back(examples[index]);
    const Pass pass = make_pass(std::move(rows), model.device);
    const Tensor hidden = model.hidden(pass.batch);
    if (pass.trained_tokens > 0) loss_sum += model.loss(hidden, pass.targets, 1.0).item<double>();
    tokens += pass.trained_tokens;
    if (passed != nullptr) *passed += pass.tokens;
    if (wants("accuracy")) right += right_classes(model, hidden, pass.targets);
    for (std::size_t i = 0; i < pass.examples.size(); ++i) {
      const Example& example = pass.examples[i];
      ++done;
      if (!wants("exact_match") || example.reference.empty() || example.prompt_ids.empty()) continue;
      ++asked;
      Verdict verdict = judge_by_likeliest(model, tokenizer, example, hidden.slice(0, pass.batch.offsets[i], pass.batch.offsets[i + 1]));
      if (verdict == Verdict::unsure) {
        verdict = answer_equals(model, tokenizer, example, stop) ? Verdict::equal : Verdict::different;
        if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while evaluating");
      }
      equal += verdict == Verdict::equal;
    }
    if (progress) progress(static_cast<double>(done) / static_cast<double>(examples.size()));
  }
  std::map<std::string, double> values{{"tokens", static_cast<double>(tokens)}};
  if ((wants("loss") || wants("perplexity")) && tokens == 0) {
    fail(ErrorKind::input, "no row has a token the loss sees", "data", "Check train_on and max_length.");
  }
  if (wants("loss")) values["loss"] = loss_sum / static_cast<double>(tokens);
  if (wants("perplexity")) values["perplexity"] = std::exp(loss_sum / static_cast<double>(tokens));
  if (wants("accuracy") && tokens > 0) values["accuracy"] = static_cast<double>(right) / static_cast<double>(tokens);
  if (wants("exact_match") && asked > 0) values["exact_match"] = static_cast<double>(equal) / static_cast<double>(asked);
  return values;
}

}  // namespace paretune
