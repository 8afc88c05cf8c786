// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a training pass takes beyond weights, measured: the method trains a slice of the model, one and two blocks of its true sizes with
// zeros for weights, on few tokens, and the bytes are counted. They grow with tokens and with tokens times blocks, so four passes tell all.
#include "training/models/load_model.h"

namespace paretune {

struct PassMemory {
  double bytes_per_token = 0, bytes_per_token_block = 0;  // most alive at once in forward and backward
  int64_t virtual_tokens = 0;                             // that the method puts in front of every sample
};

// Nothing where it cannot be told so: the method draws random numbers in its passes, which a run going on elsewhere must not notice, or
// does not work on a slice. Head and loss are of one row. `config` is a complete PEFT config.
std::optional<PassMemory> measure_pass_memory(const ModelConfig& model, const Json& config, Quantization quantization, bool checkpointing);

}  // namespace paretune
