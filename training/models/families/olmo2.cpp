// SPDX-License-Identifier: GPL-3.0-or-later
// OLMo 2 (arXiv 2501.00656): norms after attention and MLP instead of before, and an RMSNorm over all heads of queries and keys together.
#include "training/models/layers/decoder_lm.h"

namespace paretune {
namespace {

std::unique_ptr<CausalLm> make_olmo2(const ModelConfig& config) {
  DecoderOptions options;
  options.norms = DecoderOptions::Norms::after;
  options.head_norm = DecoderOptions::HeadNorm::all;
  options.qkv_bias = options.o_bias = config.attention_bias;
  options.gelu = gate_gelu(config, "hidden_act", "silu");
  return make_decoder(config, std::move(options));  // no usual targets: PEFT has no entry for it
}

}  // namespace

extern const ModelArch olmo2_arch;
const ModelArch olmo2_arch{"olmo2", "olmo2", make_olmo2};

}  // namespace paretune
