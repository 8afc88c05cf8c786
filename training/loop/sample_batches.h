// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/data/dataset.h"
#include "training/loop/settings.h"
#include "training/models/causal_lm.h"

namespace paretune {

// CausalLm::sample_batches of a run: the train rows in their order, as many together as in a micro-batch. `data` must outlive it.
SampleBatches sample_batches_of(const Dataset& data, const TrainSettings& settings, at::Device device);

}  // namespace paretune
