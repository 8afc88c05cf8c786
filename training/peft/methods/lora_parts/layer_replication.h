// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// layer_replication: a deeper model out of the same weights, in which a block that comes again has factors of its own.
#include "training/peft/adapter.h"

namespace paretune {

// Repeats the model's blocks as the config asks for as long as the result lives; null where the key is null or empty.
std::shared_ptr<void> repeat_layers(CausalLm& model, const Json& config);

// Fails where a weight that stands in several blocks is itself trained (biases, modules_to_save): whose it is would be unclear.
void check_repeated_layers(CausalLm& model);

}  // namespace paretune
