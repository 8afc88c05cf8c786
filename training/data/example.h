// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace paretune {

// One row as the model sees it.
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

}  // namespace paretune
