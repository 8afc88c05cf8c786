// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where the virtual tokens of prompt tuning and its multitask variant start.
#include "training/peft/adapter.h"

namespace paretune {

// prompt_tuning_init (RANDOM, SAMPLE_VOCAB, TEXT and `more`), prompt_tuning_init_text, tokenizer_name_or_path, tokenizer_kwargs.
std::vector<ParamSpec> prompt_init_specs(const std::vector<std::string>& more, const std::string& help_on_more);
// What PEFT's config refuses.
void check_prompt_init(const Json& config);
// (num_virtual_tokens, token_dim) on the CPU. A config that is about to be loaded gets random rows, as in PEFT.
Tensor fresh_prompt(CausalLm& model, const Json& config, at::Generator& generator);

}  // namespace paretune
