// SPDX-License-Identifier: GPL-3.0-or-later
// Qwen2 and Qwen2.5 (arXiv 2407.10671, 2412.15115): Llama with biases on queries, keys and values, and a sliding window in the upper layers
// where the config asks for one.
#include "training/models/layers/decoder_lm.h"

namespace paretune {
namespace {

std::unique_ptr<CausalLm> make_qwen2(const ModelConfig& config) {
  DecoderOptions options;
  options.qkv_bias = true;
  options.gelu = gate_gelu(config, "hidden_act", "silu");
  const bool windows = config.hf.value("use_sliding_window", Json()) == Json(true);
  const int64_t first = config.hf.value("max_window_layers", int64_t{28});
  options.layers = windowed_layers(sliding_layers(config, [&](int64_t layer) { return layer >= first; }),
                                   windows ? config.hf.value("sliding_window", Json(4096)) : Json());
  options.usual_targets = {"q_proj", "v_proj"};
  return make_decoder(config, std::move(options));
}

}  // namespace

extern const ModelArch qwen2_arch;
const ModelArch qwen2_arch{"qwen2", "qwen2", make_qwen2};

}  // namespace paretune
