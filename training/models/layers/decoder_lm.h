// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The decoder that most families share: rotary positions, grouped-query attention, a gated MLP. A family says where it differs from Llama.
#include "training/models/layers/rope_table.h"

namespace paretune {

// What may differ from layer to layer.
struct DecoderLayer {
  int64_t window = 0;    // how many tokens its queries see; 0: all before them
  std::size_t rope = 0;  // which of the ropes turns its queries and keys
  bool operator==(const DecoderLayer&) const = default;
};

struct DecoderOptions {
  enum class Norms { before, around, after };  // of attention and MLP: Llama, Gemma 2, OLMo 2
  enum class HeadNorm { none, each, all };     // RMSNorm of queries and keys: of each head, or over all heads together

  Norms norms = Norms::before;
  HeadNorm head_norm = HeadNorm::none;
  bool shifted_norms = false;  // norms multiply by 1 + weight
  bool fused = false;          // qkv_proj and gate_up_proj in place of five layers
  bool qkv_bias = false, o_bias = false, mlp_bias = false;
  std::string gelu;  // ATen's approximation of GELU that the gate goes through; empty: SiLU
  double scale = 0;  // of the attention scores; 0: 1 / sqrt(head_dim)
  double score_softcap = 0, logit_softcap = 0;
  double embedding_scale = 1;
  std::vector<RopeTable> ropes;
  std::vector<DecoderLayer> layers;  // one for each layer; empty: all alike, with the first rope
  std::vector<std::string> usual_targets;
};

std::unique_ptr<CausalLm> make_decoder(const ModelConfig& config, DecoderOptions options);

// Options::gelu from the activation that the config names under `key`. Throws Failure(unsupported).
std::string gate_gelu(const ModelConfig& config, const char* key, const std::string& otherwise);
// For each layer whether it slides: as "layer_types" says, else as `usual` says of its number.
std::vector<bool> sliding_layers(const ModelConfig& config, const std::function<bool(int64_t)>& usual);
// Windows of these layers; `window` null: none slides.
std::vector<DecoderLayer> windowed_layers(const std::vector<bool>& slides, const Json& window);

}  // namespace paretune
