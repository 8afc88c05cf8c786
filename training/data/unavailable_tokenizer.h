// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/data/tokenizer.h"

namespace paretune {

// Stands in where a model has no (readable) tokenizer: ids can still be used, any text throws `reason`.
std::shared_ptr<const Tokenizer> unavailable_tokenizer(Error reason, int64_t vocab_size);

}  // namespace paretune
