// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which modules an adapter touches: PEFT's rules over HF module names.
#include "training/models/causal_lm.h"

namespace paretune {

// A module as HF names it; containers ("model.layers.0.mlp") have no pointer.
struct ModelModule {
  std::string name;
  Linear* linear = nullptr;
  Embedding* embedding = nullptr;
  Norm* norm = nullptr;

  bool is_leaf() const { return linear || embedding || norm; }
  std::vector<std::pair<std::string, ParamPtr*>> params() const;  // "weight", "bias" where present
};

// Every module but the root: a container before what it holds, the embedding first, the output head last.
std::vector<ModelModule> model_modules(CausalLm& model);

// The modules config chooses by target_modules, exclude_modules, modules_to_save, layers_to_transform and layers_pattern. Fills
// config["target_modules"] as PEFT does: `usual` when it is null, full names for "all-linear". Throws Failure(input) when nothing is
// left or a rule is malformed. `usual` is null where PEFT has no table entry for the model.
std::vector<ModelModule> find_targets(CausalLm& model, Json& config, const Json& usual);

// One text or a list of texts as a list; null gives none.
std::vector<std::string> text_list(const Json& value);

// Leaves under the modules whose name ends with an entry of config["modules_to_save"]. An entry that meets no module is an error, and
// so is a module that is targeted too.
std::vector<ModelModule> find_modules_to_save(CausalLm& model, const Json& config, const std::vector<ModelModule>& targets);

// Fewest name endings that tell targets from others (PEFT shortens lists of 20 and more names this way).
std::vector<std::string> shortest_suffixes(const std::vector<std::string>& targets, const std::vector<std::string>& others);

}  // namespace paretune
