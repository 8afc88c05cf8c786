// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/engine/adapted.h"

namespace paretune {

// How much an adapter raises the model's loss on the bundled general text (resources/general): forgetting = general_loss -
// general_loss_base, in nats per token; below zero it improved.
std::map<std::string, double> measure_forgetting(Adapted& adapted, const std::function<void(double)>& progress, std::stop_token stop);

}  // namespace paretune
