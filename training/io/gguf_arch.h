// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How one llama.cpp architecture is spelled in Hugging Face terms. One descriptor per file in gguf_archs/.
#include <optional>

#include "training/io/gguf.h"

namespace paretune {

// llama.cpp stores the q and k rows of some architectures with interleaved rotary pairs; HF keeps the halves apart.
enum class RowOrder { same, query_pairs, key_pairs };

struct GgufTensorName {
  const char* gguf;  // "blk.{}.attn_q.weight", "{}" is the layer
  const char* hf;    // "model.layers.{}.self_attn.q_proj.weight"
  RowOrder rows = RowOrder::same;
  float shift = 0;  // HF's values are the file's plus this: llama.cpp stores Gemma's norms as 1 + weight. Only for full-precision tensors.
};

struct GgufKeyName {
  const char* gguf;  // without the architecture: "embedding_length"
  const char* hf;
};

struct GgufArch {
  const char* architecture;  // general.architecture
  const char* model_type;    // HF config.json
  const char* hf_class;
  std::span<const GgufKeyName> keys;
  std::span<const GgufTensorName> tensors;
  std::span<const char* const> derived;                // tensors that only repeat what the config says
  void (*finish)(const GgufFile& file, Json& config);  // what no table can say; may refuse
  std::span<const GgufTensorName> more_tensors = {};   // besides `tensors`, where those are shared
  bool partial_rotary = false;                         // a part of each head may be rotated
};

std::span<const GgufArch* const> gguf_archs();

// One value of "<architecture>.<key>"; per-layer arrays are accepted when all layers agree.
std::optional<Json> gguf_value(const GgufFile& file, const std::string& architecture, const std::string& key);

// "attention.sliding_window_pattern" as HF's layer_types (a list of flags) or sliding_window_pattern (a number), where the file has it.
void gguf_window_pattern(const GgufFile& file, const std::string& architecture, Json& config);

// rope_scaling of the HF config from "rope.scaling.*", or from the tensor rope_freqs.weight (Llama 3); null when there is none.
Json gguf_rope_scaling(const GgufFile& file, const std::string& architecture, double rope_theta, int64_t head_dim);

// Turns the frequency divisors llama.cpp stores for Llama 3 back into HF's parameters; empty when no parameters explain them.
std::optional<Json> llama3_scaling(std::span<const float> divisors, double rope_theta, int64_t head_dim);
std::vector<float> llama3_divisors(const Json& scaling, double rope_theta, int64_t head_dim);  // the way there

}  // namespace paretune
