// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Token by token with a KV cache. Switches the model's training mode off.
#include "training/api/engine.h"
#include "training/data/tokenizer.h"
#include "training/models/causal_lm.h"

namespace paretune {

struct SamplingOptions {
  int64_t max_new_tokens = 128, top_k = 0;
  double temperature = 0, top_p = 1;  // temperature 0 = greedy
  uint64_t seed = 0;
  bool logprobs = false;  // GenerateResult::tokens
  int64_t top_logprobs = 0;
};
// Ends at an id of tokenizer.end_ids(), max_new_tokens, the model's context, or stop. `on_text` gets whole UTF-8 pieces.
GenerateResult generate_text(CausalLm& model, const Tokenizer& tokenizer, const std::vector<int64_t>& prompt,
                             const SamplingOptions& options, const std::function<void(const std::string&)>& on_text, std::stop_token stop);
// Greedy answers for many prompts at once (evaluation); stops each at an end id.
std::vector<std::string> generate_greedy(CausalLm& model, const Tokenizer& tokenizer, const std::vector<std::vector<int64_t>>& prompts,
                                         int64_t max_new_tokens, std::stop_token stop);

}  // namespace paretune
