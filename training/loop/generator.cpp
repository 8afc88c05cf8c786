// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/generator.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <random>

#include "kernels/common/contention.h"
#include "training/loop/utf8_stream.h"

namespace paretune {
namespace {

// Draws by transformers' order: temperature, top_k, softmax, top_p (smallest set whose share reaches top_p).
class Sampler {
 public:
  explicit Sampler(const SamplingOptions& options) : m_options(options), m_random(options.seed) {}

  int64_t pick(const Tensor& logits) {  // (V)
    if (m_options.temperature <= 0) return logits.argmax().item<int64_t>();
    const Tensor scores = logits.to(at::kCPU, at::kDouble) / m_options.temperature;
    const int64_t vocab = scores.size(0);
    const int64_t kept = m_options.top_k > 0 ? std::min(m_options.top_k, vocab) : vocab;
    const auto [values, ids] = scores.topk(kept);  // falling
    const Tensor shares = at::softmax(values, 0).contiguous();
    const double* p = shares.const_data_ptr<double>();
    int64_t count = 0;
    double total = 0;
    while (count < kept && (count == 0 || total < m_options.top_p)) total += p[count++];
    double point = static_cast<double>(m_random() >> 11) * 0x1p-53 * total;
    int64_t chosen = 0;
    while (chosen + 1 < count && point >= p[chosen]) point -= p[chosen++];
    return ids[chosen].item<int64_t>();
  }

 private:
  SamplingOptions m_options;
  std::mt19937_64 m_random;
};

GeneratedToken with_chances(const Tensor& logits, int64_t id, int64_t count, const Tokenizer& tokenizer) {  // (V)
  const Tensor logprobs = at::log_softmax(logits.to(at::kCPU, at::kDouble), 0);
  GeneratedToken out{{id, tokenizer.token_text(id), logprobs[id].item<double>()}, {}};
  if (count <= 0) return out;
  const auto [values, ids] = logprobs.topk(std::min(count, logprobs.size(0)));  // falling
  for (int64_t i = 0; i < ids.size(0); ++i) {
    const int64_t other = ids[i].item<int64_t>();
    out.top.push_back({other, tokenizer.token_text(other), values[i].item<double>()});
  }
  return out;
}

TokenBatch next_tokens(const std::vector<int64_t>& ids, int64_t first_position, at::Device device) {
  TokenBatch batch = TokenBatch::of({ids}, device);
  if (first_position > 0) batch.positions = batch.positions + first_position;
  return batch;
}

bool is_end(const Tokenizer& tokenizer, int64_t id) {
  const auto& ends = tokenizer.end_ids();
  return std::find(ends.begin(), ends.end(), id) != ends.end();
}

}  // namespace

GenerateResult generate_text(CausalLm& model, const Tokenizer& tokenizer, const std::vector<int64_t>& prompt, const SamplingOptions& options,
                             const std::function<void(const std::string&)>& on_text, std::stop_token stop) {
  if (prompt.empty()) fail(ErrorKind::input, "the prompt has no token", "prompt", "Write at least one character.");
  if (model.classifies()) fail(ErrorKind::unsupported, "a classifier writes no text", "adapter", "Score it on a file: paretune eval --metrics accuracy.");
  const int64_t virtual_tokens = model.prompt && model.prompt->enabled ? model.prompt->virtual_tokens() : 0;
  const int64_t length = static_cast<int64_t>(prompt.size());
  const int64_t context = model.config.max_position_embeddings > 0 ? model.config.max_position_embeddings - virtual_tokens : length + options.max_new_tokens;
  if (length >= context) {
    fail(ErrorKind::input, "the prompt has " + std::to_string(length) + " tokens, the model's context is " + std::to_string(context), "prompt", "Shorten it.");
  }
  torch::NoGradGuard no_grad;
  model.set_training(false);
  GenerateResult result;
  result.prompt_tokens = length;
  result.finish = "length";
  KvCache cache;
  Sampler sampler(options);
  Utf8Stream stream([&](const std::vector<int64_t>& ids) { return tokenizer.decode(ids, true); });
  std::vector<int64_t> fed = prompt;
  const auto begin = std::chrono::steady_clock::now();
  const int64_t limit = std::min(options.max_new_tokens, context - length);
  for (int64_t made = 0; made < limit; ++made) {
    if (stop.stop_requested()) {
      result.finish = "stopped";
      break;
    }
    if (made > 0 && length + made + virtual_tokens == model.cache_renewed_at() + 1) {
      cache = KvCache();
      fed = prompt;
      fed.insert(fed.end(), result.ids.begin(), result.ids.end());
    }
    kernels::watch_contention();
    const Tensor hidden = model.hidden(next_tokens(fed, cache.length, model.device), &cache);
    const Tensor logits = model.logits(hidden.slice(0, -1))[0];
    const int64_t id = sampler.pick(logits);
    if (is_end(tokenizer, id)) {
      result.finish = "stop";
      break;
    }
    result.ids.push_back(id);
    if (options.logprobs) result.tokens.push_back(with_chances(logits, id, options.top_logprobs, tokenizer));
    fed = {id};
    const std::string piece = stream.advance(id);
    if (on_text && !piece.empty()) on_text(piece);
  }
  result.text = tokenizer.decode(result.ids, true);
  const std::string rest = stream.finish(result.text);
  if (on_text && !rest.empty()) on_text(rest);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  result.tokens_per_second = seconds > 0 ? static_cast<double>(result.ids.size()) / seconds : 0;
  return result;
}

std::vector<std::string> generate_greedy(CausalLm& model, const Tokenizer& tokenizer, const std::vector<std::vector<int64_t>>& prompts, int64_t max_new_tokens,
                                         std::stop_token stop) {
  SamplingOptions options;
  options.max_new_tokens = max_new_tokens;
  std::vector<std::string> answers;
  for (const auto& prompt : prompts) {
    answers.push_back(generate_text(model, tokenizer, prompt, options, {}, stop).text);
    if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while answering");
  }
  return answers;
}

}  // namespace paretune
