// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rows of a file become examples: ids and labels. Formats are those of the run file (README "Data").
#include <stop_token>

#include "training/api/engine.h"
#include "training/data/chat_template.h"
#include "training/data/examples.h"
#include "training/data/token_cache.h"

namespace paretune {

struct Dataset {
  std::string path, format;  // "chat", "sharegpt", "instruction", "prompt_completion", "text", "pretokenized"; + "jsonl"/"json"/"csv"
  Examples train, eval;      // eval: eval_path's rows, else the last eval_fraction after a seeded shuffle
  int64_t rows = 0, truncated_rows = 0;
};

// `data`: completed by data_schema(). Errors name file and row: wrong shape, no trained token, empty set, unknown format.
// Memory does not grow with the files: rows are read one at a time, and those of large files are kept as tokens where `cache` says.
Result<Dataset> load_dataset(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress = {}, std::stop_token stop = {},
                             const TokenCache& cache = {});

// Order of train examples for an epoch: identity, or a permutation by (seed, epoch), the same on every machine.
std::vector<int64_t> epoch_order(int64_t count, bool shuffle, uint64_t seed, int64_t epoch);

}  // namespace paretune
