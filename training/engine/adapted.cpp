// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/adapted.h"

namespace paretune {

Adapted::Adapted(Workbench& bench, const std::string& model_ref, const std::vector<std::string>& adapter_folders, Quantization quantization)
    : opened(bench.open(model_ref)), model(bench.weights(model_ref, quantization)) {
  model.set_training(false);
  try {
    for (const auto& folder : adapter_folders) adapters.push_back(load_adapter(model, folder).value());
  } catch (...) {
    remove();
    throw;
  }
}

void Adapted::set_enabled(bool on) {
  for (const auto& adapter : adapters) adapter->set_enabled(on);
}

void Adapted::remove() {
  while (!adapters.empty()) adapters.pop_back();  // outermost first, as they were put on
}

}  // namespace paretune
