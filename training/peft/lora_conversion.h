// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Any adapter whose effect is a change of linear weights, as a plain LoRA: the truncated SVD of each layer's change (PEFT:
// convert_to_lora). PEFT converts the types that add a weight change; here every mergeable adapter goes, for the change is measured
// on the merged weights. A change of biases is kept too (lora_bias).
#include "training/peft/adapter.h"

namespace paretune {

struct LoraConversion {
  struct Layer {
    std::string module;         // "model.layers.0.self_attn.q_proj"
    int64_t rank = 0;
    double relative_error = 0;  // |dW - B A| / |dW|, Frobenius; 0 where dW is 0
  };
  Json config;                            // LORA, scaling 1 everywhere
  std::map<std::string, Tensor> tensors;  // PEFT names
  std::vector<Layer> layers;
  double relative_error = 0;  // over all layers together
};

struct LoraConversionRank {
  int64_t rank = 0;      // > 0: the same for every layer
  double threshold = 0;  // (0, 1], with rank 0: per layer the smallest rank that keeps this share of the squared singular values
};

// `model` is the bare base, and is again afterwards: the change is measured against it also where the adapter moves the base (PiSSA).
// Throws Failure for adapters that cannot be merged, that change anything but linear layers (and modules_to_save), and for ranks a
// layer cannot have.
LoraConversion convert_to_lora(CausalLm& model, const std::string& adapter_folder, const LoraConversionRank& wanted,
                               const std::function<void(double)>& progress = {});

}  // namespace paretune
