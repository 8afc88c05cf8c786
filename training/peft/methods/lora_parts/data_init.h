// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// init_lora_weights that look at training data: eva, corda, lora_ga.
#include "training/peft/common/targets.h"
#include "training/peft/methods/lora_parts/lora_init.h"

namespace paretune {

// What a choice takes from the data, by layer: EVA's A, the covariance of the inputs (CorDA), the gradient of the weight (LoRA-GA).
using LayerData = std::map<std::string, Tensor>;

bool looks_at_data(const Json& choice);

// eva_config, corda_config, lora_ga_config and loftq_config as PEFT completes them. Throws Failure for what it refuses.
void complete_data_init(Json& config);

// Looks at model.sample_batches for the choice of `config`. EVA gives ranks to layers anew: rank_pattern, alpha_pattern and
// target_modules of `config` become those it found. Throws Failure without data.
LayerData look_at_data(CausalLm& model, Json& config, const std::vector<ModelModule>& targets);

// Fresh factors of a layer, and the residual where the choice moves a part of the base.
LoraFactors init_lora_from_data(const Json& config, const Linear& layer, const Tensor& weight, const LoraShape& shape, const LayerData& data,
                                at::Generator& generator);

// The choices' own parts. Layers without data of their own are left out.
LayerData corda_covariances(CausalLm& model, const std::vector<Linear*>& layers);
LoraFactors corda_factors(const Linear& layer, const Tensor& weight, const LoraShape& shape, const Tensor& covariance, const Json& options);
LayerData lora_ga_gradients(CausalLm& model, const std::vector<Linear*>& layers);
LoraFactors lora_ga_factors(const Linear& layer, const Tensor& weight, const LoraShape& shape, const Tensor& gradient, const Json& options,
                            at::Generator& generator);
LayerData eva_directions(CausalLm& model, Json& config, const std::vector<ModelModule>& targets);

}  // namespace paretune
