// SPDX-License-Identifier: GPL-3.0-or-later
// Gemma 2 (arXiv 2408.00118): norms before and after attention and MLP, soft-capped scores and logits, every other layer with a sliding
// window, GELU.
#include "training/models/layers/gemma_options.h"

namespace paretune {
namespace {

std::unique_ptr<CausalLm> make_gemma2(const ModelConfig& config) { return make_decoder(config, gemma_options(config, 2)); }

}  // namespace

extern const ModelArch gemma2_arch;
const ModelArch gemma2_arch{"gemma2", "gemma2", make_gemma2, completed_gemma};

}  // namespace paretune
