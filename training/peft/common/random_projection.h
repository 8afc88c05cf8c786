// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Parts of the methods that share frozen random projections over the whole model (VeRA, PVeRA, RandLoRA).
#include "training/api/schema.h"
#include "training/models/causal_lm.h"

namespace paretune {

// target_specs(true) without exclude_modules, which these methods' PEFT configs lack.
std::vector<ParamSpec> target_specs_without_exclude();

// projection_prng_key and save_projection.
std::vector<ParamSpec> projection_specs(const std::string& what);

// The largest input and output over all targeted linear layers, each on its own; the device is that of the first.
struct LargestLayer {
  int64_t in = 0, out = 0;
  at::Device device = at::kCPU;
};
LargestLayer largest_targeted_layer(CausalLm& model, const Json& config, const Json& usual);

// torch.Generator().manual_seed(value of config[key]); negative seeds wrap as there.
at::Generator seeded_generator(const Json& config, const std::string& key);

// torch.nn.init.kaiming_uniform_ with slope a, fan in, drawn with the dtype of the tensor.
Tensor kaiming_uniform(at::IntArrayRef shape, double a, at::Generator& generator, at::ScalarType type = at::kFloat);

// b * (h B^T) for frozen B (out, r): keeps h for the backward pass, nothing of the size of the output.
Tensor scaled_projection(const Tensor& h, const Tensor& frozen_b, const Tensor& b);

}  // namespace paretune
