// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// init_lora_weights that look at the weights alone: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq.
#include "training/peft/common/lowrank_svd.h"
#include "training/peft/methods/lora_parts/lora_layers.h"

namespace paretune {

struct LoraShape {
  int64_t rank = 8;
  double scale = 1;
  bool bias = false;
};

// Throws Failure for a choice that is not known, those of data_init.h included.
void check_lora_init(const Json& choice);
bool is_olora(const Json& choice);

// Fresh a, b, b_bias and residual of a linear layer with weight (out, in).
LoraFactors init_lora_linear(const Json& choice, const LoraShape& shape, const Tensor& weight, at::Generator& generator);
LoraFactors init_lora_loftq(const Json& options, const LoraShape& shape, const Tensor& weight);
// A generator on that device, its seed drawn from `from`.
at::Generator drawn_generator(at::Generator& from, at::Device device);
// Fresh factors of an embedding (V, C): a = 0, b ~ N(0, 1); both random for false; MiCA's b.
LoraFactors init_lora_embedding(const Json& choice, const LoraShape& shape, const Tensor& weight, at::Generator& generator);

}  // namespace paretune
