// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/adapted.h"

namespace paretune {

Adapted::Adapted(Workbench& bench, const std::string& model_ref, const std::string& adapter_folder)
    : opened(bench.open(model_ref)), model(bench.weights(model_ref)) {
  model.set_training(false);
  if (!adapter_folder.empty()) adapter = load_adapter(model, adapter_folder).value();
}

}  // namespace paretune
