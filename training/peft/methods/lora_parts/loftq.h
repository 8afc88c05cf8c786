// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// LoftQ (arXiv 2310.08659): A and B that make up for what the weight loses when it is kept in few bits.
#include "training/peft/methods/lora_parts/lora_layers.h"

namespace paretune {

// The weight (out, in) as it comes back from bitsandbytes' storage: bits 4, NF4 in blocks of 64 values along the rows, absmax in fp32; bits 8,
// whole numbers per row, made from half precision.
Tensor as_quantised(const Tensor& weight, int64_t bits);

// A, B and the quantised weight that stays as the residual. `options`: loftq_bits, loftq_iter. PEFT does not look at the scale.
LoraFactors loftq(const Tensor& weight, int64_t rank, const Json& options);

// loftq_config of a config whose init_lora_weights is loftq; throws Failure for what PEFT refuses.
void check_loftq(const Json& options);

}  // namespace paretune
