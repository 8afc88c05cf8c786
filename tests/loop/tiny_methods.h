// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A config of every method for the tiny model.
#include "training/peft/adapter.h"

namespace paretune::tiny {

// X-LoRA is made of adapters that must lie on disk first.
inline bool stands_alone(const PeftMethod& method) { return method.peft_type != "XLORA"; }

inline Json start_config(const PeftMethod& method) {
  const ParamSchema& schema = method.schema();
  Json config = {{"peft_type", method.peft_type}};
  if (schema.find("target_modules") && method.family == "weights") config["target_modules"] = "all-linear";
  config.update(method.start);
  const Json small = {{"r", 4},
                      {"oft_block_size", 8},
                      {"n_frequency", 16},
                      {"block_size", 8},
                      {"vector_length", 8},
                      {"num_virtual_tokens", 4},
                      {"adapter_layers", 2},
                      {"adapter_len", 4},
                      {"group_size", 8}};
  for (const auto& [key, value] : small.items()) {
    const bool sized_by_blocks = key == "r" && schema.find("oft_block_size");
    if (schema.find(key) && !sized_by_blocks) config[key] = value;
  }
  for (const char* tokens : {"token_indices", "cpt_token_ids"}) {
    if (schema.find(tokens)) config[tokens] = Json({1, 2, 3, 4});
  }
  if (config.contains("cpt_token_ids")) config["cpt_tokens_type_mask"] = Json({1, 2, 3, 4});
  return config;
}

}  // namespace paretune::tiny
