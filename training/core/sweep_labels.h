// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/run_config.h"

namespace paretune {

// What sets runs apart, names and seeds aside: "LORA, r=8, learning_rate=0.001". A method's own keys are compared within the method.
std::vector<std::string> labels_of(const std::vector<RunConfig>& configs);

}  // namespace paretune
