// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/fresh_adapter.h"

#include <filesystem>

namespace paretune {
namespace {

// Fresh values are made with care unless those of init_adapter take their place, and on its base.
Json config_to_make(const RunConfig& config) {
  Json peft = config.peft;
  peft["inference_mode"] = !config.init_adapter.empty();
  const std::string initial = config.init_adapter + "/initial";
  if (!config.init_adapter.empty() && std::filesystem::exists(initial + "/adapter_config.json")) peft["initial_adapter"] = initial;
  return peft;
}

}  // namespace

std::unique_ptr<Adapter> fresh_adapter(CausalLm& model, const RunConfig& config) {
  auto adapter = make_adapter(model, config_to_make(config), config.training.at("seed").get<uint64_t>()).value();
  if (!config.init_adapter.empty()) load_adapter_values(*adapter, config.init_adapter).value();
  return adapter;
}

}  // namespace paretune
