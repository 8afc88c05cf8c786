// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/data/dataset.h"

namespace paretune {

// Ids of a fixed prompt, asked in the way the run's rows are written: as a user's turn of the chat template, or as plain text.
std::vector<int64_t> sample_prompt_ids(const std::string& prompt, const Json& data, const std::string& format, const Tokenizer& tokenizer);

}  // namespace paretune
