// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Where the first factors of a LoRA's layers come from: weights, training data, or what an adapter about to be loaded started from.
#include "training/peft/methods/lora_parts/data_init.h"

namespace paretune {

// Rank, scale and bias of a module by the config's patterns.
LoraShape shape_of(const Json& config, const std::string& module);

class FirstValues {
 public:
  // Looks at data where the config asks for it; EVA changes the config's ranks and targets. `usual`: the targets where it names none.
  FirstValues(CausalLm& model, Json& config, const Json& usual);
  LoraFactors of(const Json& config, const Linear& layer, const Tensor& weight, at::Generator& generator) const;
  bool keep() const { return m_keep; }  // the first factors are to be saved along

 private:
  Json m_choice;                            // init_lora_weights, or true for an adapter whose values are about to be loaded anyway
  LayerData m_data;                         // of a choice that looks at data
  std::map<std::string, Tensor> m_initial;  // of an adapter about to be loaded that keeps its first factors
  bool m_keep = false;
};

}  // namespace paretune
