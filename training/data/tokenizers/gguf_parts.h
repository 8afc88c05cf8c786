// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a GGUF tokenizer does beside its vocabulary, as the parts of tokenizer.json: the file tells it by names only.
#include "training/data/tokenizers/bpe.h"

namespace paretune {

struct GgufParts {
  Json normalizer, pre_tokenizer, decoder;  // null: none
  BpeOptions options;
  bool add_bos = false;            // when the file does not say
  bool splits_bytes = false;       // byte-level BPE
  bool spells_spaces = false;      // tokens of nothing but spaces stand for as many U+2581
  bool ranks_by_position = false;  // merges that are left out follow the order of tokens, not their scores
};

// By tokenizer.ggml.model, tokenizer.ggml.pre and general.architecture, as transformers reads them. Throws Failure naming what is unknown.
GgufParts gguf_tokenizer_parts(const Json& metadata, const std::string& where);

// Merges that make the tokens of a SentencePiece model: every cut of a token into two others, the best score first, as transformers' generate_merges
// orders them. `scores` has one for each token.
std::vector<std::pair<std::string, std::string>> merges_of_tokens(const std::vector<std::string>& tokens, const std::vector<double>& scores);

}  // namespace paretune
