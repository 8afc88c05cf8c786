// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

#include "training/api/engine.h"

namespace paretune {

// Every operator, forward and backward, against fp64, packed weights against the CPU's bits, and ten steps of small trainings against the
// same on the CPU (on the CPU itself: with one thread against several). Random numbers of its own.
std::vector<SelfTestRow> self_test_of(const at::Device& device, const std::function<void(const SelfTestRow&)>& row);

}  // namespace paretune
