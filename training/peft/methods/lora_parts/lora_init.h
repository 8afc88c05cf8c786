// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// init_lora_weights: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica.
#include "training/peft/methods/lora_parts/lora_layers.h"

namespace paretune {

struct LoraShape {
  int64_t rank = 8;
  double scale = 1;
  bool bias = false;
};

// Throws Failure: unsupported for PEFT's data-driven choices, input for others.
void check_lora_init(const Json& choice);
bool is_olora(const Json& choice);

// Fresh a, b, b_bias and residual of a linear layer with weight (out, in).
LoraFactors init_lora_linear(const Json& choice, const LoraShape& shape, const Tensor& weight, at::Generator& generator);
// Fresh factors of an embedding (V, C): a = 0, b ~ N(0, 1); both random for false; MiCA's b.
LoraFactors init_lora_embedding(const Json& choice, const LoraShape& shape, const Tensor& weight, at::Generator& generator);

}  // namespace paretune
