// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A Hugging Face model in llama.cpp's terms: the other way through the tables of gguf_archs/.
#include "training/io/gguf_arch.h"
#include "training/io/gguf_writer.h"

namespace paretune {

// By HF's model_type; Failure(unsupported), with `where`, when llama.cpp's names for it are not known here.
const GgufArch& gguf_arch_of(const std::string& model_type, const std::string& where);

struct GgufPlace {
  std::string name;   // "blk.0.attn_q.weight"
  int64_t heads = 0;  // > 0: the file keeps the rows of so many heads with interleaved rotary pairs
};
// Where the tensor of this HF name lies; `config` has HF's keys, the numbers of heads among them. Failure(unsupported) for other names.
GgufPlace gguf_place(const GgufArch& arch, const Json& config, const std::string& hf_name);

// Rows (of `row` values each) of a tensor of heads from HF's order into the file's, and back.
std::vector<float> gguf_rows_from_hf(std::span<const float> values, int64_t row, int64_t heads);
std::vector<float> gguf_rows_to_hf(std::span<const float> values, int64_t row, int64_t heads);

// "<arch>.*" of a config with all of HF's keys that the model has; rope scaling included, save for the tensor below.
std::vector<GgufEntry> gguf_config(const GgufArch& arch, const Json& config);

// Values of rope_freqs.weight; empty when the model needs none.
std::vector<float> gguf_rope_divisors(const Json& config);

}  // namespace paretune
