// SPDX-License-Identifier: GPL-3.0-or-later
// Llama (arXiv 2302.13971, 2307.09288, 2407.21783): pre-norm blocks, grouped-query attention with rotary positions, SwiGLU.
#include "training/models/layers/decoder_lm.h"

namespace paretune {
namespace {

std::unique_ptr<CausalLm> make_llama(const ModelConfig& config) {
  DecoderOptions options;
  options.qkv_bias = options.o_bias = config.attention_bias;
  options.mlp_bias = config.mlp_bias;
  options.gelu = gate_gelu(config, "hidden_act", "silu");
  options.usual_targets = {"q_proj", "v_proj"};
  return make_decoder(config, std::move(options));
}

}  // namespace

extern const ModelArch llama_arch;
const ModelArch llama_arch{"llama", "llama", make_llama};

}  // namespace paretune
