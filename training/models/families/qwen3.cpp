// SPDX-License-Identifier: GPL-3.0-or-later
// Qwen3 (arXiv 2505.09388): Llama with an RMSNorm on each head of queries and keys, and a sliding window in the upper layers where the
// config asks for one.
#include "training/models/layers/decoder_lm.h"

namespace paretune {
namespace {

std::unique_ptr<CausalLm> make_qwen3(const ModelConfig& config) {
  DecoderOptions options;
  options.qkv_bias = options.o_bias = config.attention_bias;
  options.head_norm = DecoderOptions::HeadNorm::each;
  options.gelu = gate_gelu(config, "hidden_act", "silu");
  const bool windows = config.hf.value("use_sliding_window", Json()) == Json(true);
  const int64_t first = config.hf.value("max_window_layers", int64_t{28});
  options.layers = windowed_layers(sliding_layers(config, [&](int64_t layer) { return layer >= first; }),
                                   windows ? config.hf.value("sliding_window", Json(4096)) : Json());
  options.usual_targets = {"q_proj", "v_proj"};
  return make_decoder(config, std::move(options));
}

Json completed(const Json& given) {
  Json hf = given;
  if (hf.value("head_dim", Json()).is_null()) hf["head_dim"] = 128;
  return hf;
}

}  // namespace

extern const ModelArch qwen3_arch;
const ModelArch qwen3_arch{"qwen3", "qwen3", make_qwen3, completed};

}  // namespace paretune
