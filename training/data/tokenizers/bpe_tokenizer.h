// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a tokenizer consists of, however it was stored, and the tokenizer over it.
#include "training/data/tokenizers/added_tokens.h"
#include "training/data/tokenizers/bpe.h"
#include "training/data/tokenizers/decoder.h"
#include "training/data/tokenizers/normalizer.h"

namespace paretune {

struct TokenizerParts {
  Vocabulary vocabulary;
  std::vector<std::pair<std::string, std::string>> merges;
  BpeOptions options;
  Normalizer normalizer;
  PreTokenizer pre_tokenizer;
  Decoder decoder;
  std::vector<AddedToken> added;
  std::vector<int64_t> prefix, suffix;  // add_special_tokens puts these around the text

  std::string chat_template;
  int64_t bos = -1, eos = -1, pad = -1, end_of_turn = -1;
};

// They throw Failure.
TokenizerParts read_hf_tokenizer(const TokenizerSource& source, const std::string& where);
TokenizerParts read_gguf_tokenizer(const Json& metadata, const std::string& where);
Json gguf_tokenizer_json(const Json& metadata, const std::string& where);  // the same as HF's tokenizer.json
std::shared_ptr<const Tokenizer> make_bpe_tokenizer(TokenizerParts parts, const std::string& where);

}  // namespace paretune
