// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Factors an adapter started from, kept in its sub-folder "initial" where the base that it left (W - s B A) cannot be made again from
// model and config: CorDA and LoRA-GA looked at data, PiSSA's quick SVD drew numbers. PEFT's users save such a folder too, as a plain LoRA,
// to turn the trained adapter into a plain one.
#include "training/peft/adapter.h"
#include "training/peft/methods/lora_parts/lora_layers.h"

namespace paretune {

// Key of a config that is about to be loaded: the folder with the first factors (io.cpp sets it).
inline constexpr const char* kInitialAdapter = "initial_adapter";

bool needs_initial_factors(const Json& choice);

// First A and B of each layer, by names as saved.
std::map<std::string, Tensor> read_initial_factors(const std::string& folder);

// A and B of `module` among these, and the residual they leave of `weight` (out, in). Throws Failure where they are missing or misshaped.
LoraFactors initial_factors(const std::map<std::string, Tensor>& tensors, const std::string& module, const Tensor& weight, double scale);

// The adapter, saved together with what it holds now.
std::unique_ptr<Adapter> with_initial_factors(std::unique_ptr<Adapter> adapter);

}  // namespace paretune
