// SPDX-License-Identifier: GPL-3.0-or-later
// Full fine-tuning, the yardstick of all others. No PEFT type of Python: the tensors carry the model's own names, and the exporter
// writes a model folder from them. The originals are kept, so that the trained model can be compared with its base.
#include "training/peft/common/selected_params.h"

namespace paretune {
namespace {

const ParamSchema& full_schema() {
  static const ParamSchema schema;
  return schema;
}

std::unique_ptr<Adapter> make_full(CausalLm& model, const Json& config, at::Generator) {
  auto adapter = std::make_unique<SelectedParams>(model, config);
  for (const auto& [name, param] : model.parameters()) adapter->params().add(name, param, model.transposed_in_files(name));
  return adapter;
}

}  // namespace

extern const PeftMethod full_peft_method;
const PeftMethod full_peft_method{.peft_type = "FULL",
                                  .title = "Full fine-tuning",
                                  .summary = "Trains every weight of the model; the most memory, the yardstick for the rest.",
                                  .family = "selects",
                                  .paper = "",
                                  .schema = full_schema,
                                  .make = make_full,
                                  .mergeable = true};

}  // namespace paretune
