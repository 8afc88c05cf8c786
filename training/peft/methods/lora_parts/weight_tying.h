// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// ensure_weight_tying: on a model whose head shares the embedding's weight, both are trained as one.
#include "training/peft/adapter.h"

namespace paretune {

struct WeightTying {
  bool saved = false;    // modules_to_save names one of the two: one copy of the shared weight is trained
  bool targets = false;  // else target_modules does: the head's factors are the embedding's, turned round
  Json config;           // what PEFT makes of the config; what is left for others to do has neither of the two
};

// Takes out of `config` what tying does itself. Nothing where the key is off or the model does not tie.
WeightTying take_weight_tying(CausalLm& model, Json& config);

// The copy of the shared weight, saved under both names.
std::unique_ptr<Adapter> train_tied_weight(CausalLm& model, const Json& config);

// trainable_token_indices: rows of the embedding (and of a head tied to it), or of the layers a config names. Null where the key is null.
std::unique_ptr<Adapter> train_tokens(CausalLm& model, const Json& config, at::Generator& generator);

}  // namespace paretune
