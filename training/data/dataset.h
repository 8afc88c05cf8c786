// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rows of a file become examples: ids and labels. Formats are those of the run file (README "Data").
#include <stop_token>

#include "training/api/engine.h"
#include "training/data/chat_template.h"

namespace paretune {

struct Example {
  int64_t row = 0;               // 1-based, as in the file
  std::vector<int64_t> ids;      // after the cut at max_length
  std::vector<int64_t> labels;   // same length; -100 = not trained; NOT shifted
  int64_t full_length = 0;       // before the cut
  // For exact match and samples: the prompt (ids up to the first trained token, generation prompt included) and the wanted text.
  std::vector<int64_t> prompt_ids;
  std::string reference, summary;
  int64_t task_id = 0;           // for adapters that learn per task (Poly); -1: the row's is no number from 0
  int64_t trained_tokens() const;
  bool truncated() const { return full_length > static_cast<int64_t>(ids.size()); }
};

struct Dataset {
  std::string path, format;  // "chat", "sharegpt", "instruction", "prompt_completion", "text", "pretokenized"; + "jsonl"/"json"/"csv"
  std::vector<Example> train, eval;  // eval: eval_path's rows, else the last eval_fraction after a seeded shuffle
  int64_t rows = 0, truncated_rows = 0;
};

// `data`: completed by data_schema(). Errors name file and row: wrong shape, no trained token, empty set, unknown format.
Result<Dataset> load_dataset(const Json& data, const Tokenizer& tokenizer, const std::function<void(double)>& progress = {}, std::stop_token stop = {});

// Order of train examples for an epoch: identity, or a permutation by (seed, epoch), the same on every machine.
std::vector<int64_t> epoch_order(int64_t count, bool shuffle, uint64_t seed, int64_t epoch);

}  // namespace paretune
