// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rows of a file become examples: ids and labels. Formats are those of the run file (README "Data").
#include <stop_token>

#include "training/api/engine.h"
#include "training/data/chat_template.h"
#include "training/data/examples.h"
#include "training/data/token_cache.h"

namespace paretune {

// Train rows of one source; how many times each is seen in an epoch. A fraction shows other rows in every epoch.
struct TrainPart {
  int64_t rows = 0;
  double weight = 1;
};

struct Dataset {
  std::string path, format;  // "chat", "sharegpt", "instruction", "prompt_completion", "text", "pretokenized"; + "jsonl"/"json"/"csv"/"parquet"
  Examples train, eval;      // eval: eval_path's rows, else the last eval_fraction after a seeded shuffle
  int64_t rows = 0, truncated_rows = 0;
  std::vector<TrainPart> parts;  // of train, in order; empty: one
  std::vector<TrainPart> train_parts() const { return parts.empty() ? std::vector<TrainPart>{{static_cast<int64_t>(train.size()), 1.0}} : parts; }
};

// `data`: completed by data_schema(). Errors name file and row: wrong shape, no trained token, empty set, unknown format.
// Memory does not grow with the files: rows are read one at a time, and those of large files are kept as tokens where `cache` says.
Result<Dataset> load_dataset(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress = {}, std::stop_token stop = {},
                             const TokenCache& cache = {});

// Rows that cannot be used are told to `on_problem` and left out, not refused; nothing is kept.
Result<Dataset> load_usable_rows(const Json& data, const Tokenizer& tokenizer, const std::function<void(const Error&)>& on_problem,
                                 const std::function<void(double)>& progress = {}, std::stop_token stop = {});

// Order of train examples for an epoch: identity, or a permutation by (seed, epoch), the same on every machine.
std::vector<int64_t> epoch_order(int64_t count, bool shuffle, uint64_t seed, int64_t epoch);
std::vector<int64_t> epoch_order(const std::vector<TrainPart>& parts, bool shuffle, uint64_t seed, int64_t epoch);
int64_t rows_in_epoch(const std::vector<TrainPart>& parts);

}  // namespace paretune
