// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/api/engine.h"

namespace paretune {

// What this machine offers and what is missing. Runs the kernels' self-test.
std::vector<DoctorItem> examine_machine(const std::string& home);

// Loads LibTorch's CUDA library when the machine has an NVIDIA driver. Empty when CUDA is usable, else the reason it is not.
std::string load_cuda();

}  // namespace paretune
