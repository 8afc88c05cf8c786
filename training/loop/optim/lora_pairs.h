// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The A and B of each LoRA among an optimiser's leaves.
#include <cmath>
#include <optional>

#include "training/loop/optim/optimizer.h"
#include "training/peft/common/pattern.h"

namespace paretune {

struct LoraPair {
  std::size_t a = 0, b = 0;  // places among the leaves
  std::string module;        // "model.layers.0.self_attn.q_proj"
};

// Pairs "<module>.<a_part>", "<module>.<b_part>" of two matrices, for example "lora_A.weight" and "lora_B.weight".
inline std::vector<LoraPair> lora_pairs(const NamedTensors& leaves, const std::string& a_part, const std::string& b_part) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < leaves.size(); ++i) places[leaves[i].first] = i;
  const std::string prefix = "base_model.model.";
  std::vector<LoraPair> out;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto& [name, leaf] = leaves[i];
    if (!name.ends_with("." + a_part) || leaf.dim() != 2) continue;
    const std::string stem = name.substr(0, name.size() - a_part.size());
    const auto other = places.find(stem + b_part);
    if (other == places.end() || leaves[other->second].second.dim() != 2) continue;
    std::string module = stem.substr(0, stem.size() - 1);
    if (module.starts_with(prefix)) module = module.substr(prefix.size());
    out.push_back({i, other->second, module});
  }
  return out;
}

// (M + damping I)^-1 of a small symmetric matrix, as PEFT makes it.
inline at::Tensor damped_inverse(const at::Tensor& matrix, double damping) {
  return at::linalg_pinv(matrix + damping * at::eye(matrix.size(0), matrix.options()));
}

}  // namespace paretune
