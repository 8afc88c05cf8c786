// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/causal_lm.h"

namespace paretune {

// read_model_config() of a model on disk. Sizes that its tensors cannot have are refused here, before memory is asked for in their name.
ModelConfig checked_config(const ModelSource& source);

}  // namespace paretune
