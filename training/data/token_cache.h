// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Token files that are kept, so that a second run on the same data starts at once.
#include <functional>
#include <string>

#include "training/api/schema.h"
#include "training/data/tokenizer.h"

namespace paretune {

struct TokenCache {
  std::string folder;                      // "": nothing is kept; what does not fit in memory lies in the system's temporary folder
  std::function<std::string()> tokenizer;  // tells the tokenizer from any other; asked only when a file may be kept
  int64_t smallest = int64_t{4} << 20;     // bytes of data files; fewer are quickly encoded anew
};

// The file that keeps the rows of `data`: named by all that decides about them (the data files' places, sizes and times, the settings, the
// tokenizer, this build of the program). Empty when they are not kept.
std::string kept_tokens(const TokenCache& cache, const Json& data, const Tokenizer& tokenizer);

// `path` was used now; the folder keeps the few files used last.
void tidy_kept_tokens(const std::string& path);

}  // namespace paretune
