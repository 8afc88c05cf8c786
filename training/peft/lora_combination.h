// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Several LoRA adapters of one base as a new one (PEFT: add_weighted_adapter). Scalings are folded in: the new adapter's is 1.
#include "training/peft/adapter.h"

namespace paretune {

struct CombinationPart {
  std::string folder;
  double weight = 1;  // may be negative
};

struct CombinationSettings {
  // linear | cat | svd | ties | dare_linear | dare_ties | magnitude_prune, and ties_svd | dare_linear_svd | dare_ties_svd |
  // magnitude_prune_svd. cat and svd work on the weight changes exactly; the plain others combine A and B apart, as PEFT does.
  // TIES: arXiv 2306.01708, DARE: arXiv 2311.03099.
  std::string type = "cat";
  int64_t svd_rank = 0;                        // 0: the largest rank of the parts
  std::optional<double> svd_clamp;             // quantile of the factors' values
  std::optional<double> density;               // share of the values to keep, for the types that prune
  std::string majority_sign_method = "total";  // total | frequency
  uint64_t seed = 0;                           // of DARE's choice
};
const std::vector<std::string>& combination_types();

struct CombinedLora {
  Json config;
  std::map<std::string, Tensor> tensors;  // PEFT names
};

// Throws Failure for folders that are no plain LoRA (DoRA, moved bases and other variants say to convert first), for unequal ranks
// where a type needs equal ones, and for two parts that both bring a copy of the same module (modules_to_save).
CombinedLora combine_loras(CausalLm& model, const std::vector<CombinationPart>& parts, const CombinationSettings& settings);

}  // namespace paretune
