// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <c10/core/Device.h>

#include <string>
#include <vector>

#include "training/api/schema.h"

namespace paretune {

// What the last digits of a training depend on besides its settings: threads, processes, device, processor, LibTorch.
Json arithmetic_here(const c10::Device& device, int processes);

// A note for each part that was another one then. None where `then` says nothing, as in checkpoints of older versions.
std::vector<std::string> notes_on_arithmetic(const Json& then, const Json& here);

}  // namespace paretune
