// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What the studio and the command line show of data before training.
#include "training/data/dataset.h"

namespace paretune {

// `data`: completed by data_schema(). The first `rows` rows with their tokens, and figures over all.
Result<DataPreview> preview_dataset(const Json& data, const Tokenizer& tokenizer, int64_t rows,
                                    const std::function<void(double)>& progress = {}, std::stop_token stop = {}, const TokenCache& cache = {});
Result<TokenView> view_text(const Tokenizer& tokenizer, const std::string& text);
Result<TokenView> view_chat(const Tokenizer& tokenizer, const Json& messages, const std::string& train_on);

}  // namespace paretune
