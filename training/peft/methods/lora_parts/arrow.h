// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Arrow (arXiv 2405.11157): trained LoRAs mixed per token by how well a token fits each one's strongest direction; nothing is trained.
// With use_gks the mean of general LoRAs is taken out of each first (GenKnowSub).
#include "training/peft/adapter.h"

namespace paretune {

// arrow_config completed and checked; its task_adapter_names and gks_adapter_names are folders of LoRA adapters, which PEFT's
// create_arrow_model takes as arguments. Saved, they are sub-folders task_0, ... and gks_0, ... .
std::unique_ptr<Adapter> make_arrow(CausalLm& model, Json config, at::Generator& generator);

}  // namespace paretune
