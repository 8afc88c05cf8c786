// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/io/model_source.h"

namespace paretune {

// Writes what transformers' AutoTokenizer loads: tokenizer.json, tokenizer_config.json, chat_template.jinja. A GGUF's metadata is
// turned into the same files.
Status write_tokenizer_files(const TokenizerSource& source, const std::string& folder);

}  // namespace paretune
