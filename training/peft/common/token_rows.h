// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Some rows of an embedding (or head) trained, the others untouched (TRAINABLE_TOKENS, LoRA's trainable_token_indices).
#include "training/peft/adapter.h"
#include "training/peft/common/targets.h"

namespace paretune {

struct TokenLayer {
  ModelModule module;    // an embedding or a linear layer that is no Conv1D
  Json ids;              // list of token ids
  bool follows = false;  // a tied head: shares the rows of the layer before it in the list
};

struct TokenRowsOptions {
  std::string suffix;           // what follows the module in the saved name
  std::string where;            // the config key, for errors
  bool from_model = true;       // else random values
  bool saves_followers = true;  // a tied head's rows are saved under its own name too
};

// The layers' rows on the model. A follower's layer comes right after the one it follows.
std::unique_ptr<Adapter> attach_token_rows(const Json& config, const std::vector<TokenLayer>& layers, const TokenRowsOptions& options,
                                           at::Generator& generator);

}  // namespace paretune
