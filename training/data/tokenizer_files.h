// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/io/gguf_writer.h"
#include "training/io/model_source.h"

namespace paretune {

// Writes what transformers' AutoTokenizer loads: tokenizer.json, tokenizer_config.json, chat_template.jinja. A GGUF's metadata is
// turned into the same files.
Status write_tokenizer_files(const TokenizerSource& source, const std::string& folder);

// "tokenizer.*" of a GGUF file, made from tokenizer.json. A file's list of tokens is as long as the model's vocabulary: ids without a token
// are filled. Failure(unsupported) for tokenizers that llama.cpp could not follow; none at all gives no entries.
std::vector<GgufEntry> gguf_tokenizer_entries(const TokenizerSource& source, int64_t vocab_size, const std::string& where);

}  // namespace paretune
