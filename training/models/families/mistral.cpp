// SPDX-License-Identifier: GPL-3.0-or-later
// Mistral (arXiv 2310.06825): Llama without biases, with a sliding window in every layer where the config has one.
#include "training/models/layers/decoder_lm.h"

namespace paretune {
namespace {

std::unique_ptr<CausalLm> make_mistral(const ModelConfig& config) {
  DecoderOptions options;
  options.gelu = gate_gelu(config, "hidden_act", "silu");
  options.layers =
      windowed_layers(std::vector<bool>(static_cast<std::size_t>(config.num_hidden_layers), true), config.hf.value("sliding_window", Json()));
  options.usual_targets = {"q_proj", "v_proj"};
  return make_decoder(config, std::move(options));
}

}  // namespace

extern const ModelArch mistral_arch;
const ModelArch mistral_arch{"mistral", "", make_mistral};

}  // namespace paretune
