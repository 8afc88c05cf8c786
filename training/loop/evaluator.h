// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/loop/generator.h"
#include "training/data/dataset.h"

namespace paretune {

// metrics: loss, perplexity, exact_match, accuracy (of classifiers), tokens. Token-mean loss over all trained tokens, no gradient; switches training mode off.
// exact_match: greedy answer to Example::prompt_ids equals Example::reference after trimming white space; share in 0..1.
// `passed` grows by the tokens that went through the model in passes over the rows.
std::map<std::string, double> evaluate_examples(CausalLm& model, const Tokenizer& tokenizer, const Examples& examples,
                                                const std::vector<std::string>& metrics, const std::function<void(double)>& progress,
                                                std::stop_token stop, int64_t* passed = nullptr);

}  // namespace paretune
