// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Named tensors to safetensors and back, bytes unchanged.
#include <map>

#include "training/peft/adapter.h"

namespace paretune {

void write_tensor_file(const std::string& path, const NamedTensors& tensors);  // throws Failure(io)
std::map<std::string, Tensor> read_tensor_file(const std::string& path);       // throws Failure

}  // namespace paretune
