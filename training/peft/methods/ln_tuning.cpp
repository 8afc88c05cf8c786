// SPDX-License-Identifier: GPL-3.0-or-later
// LN tuning (arXiv 2312.11420): trains copies of the normalisation layers (or of any other layer that is named).
#include "training/peft/common/linear_method.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/selected_params.h"
#include "training/peft/common/usual_targets.h"

namespace paretune {
namespace {

const ParamSchema& ln_tuning_schema() {
  static const ParamSchema schema = make_schema({target_specs(false)});
  return schema;
}

class LnTuning final : public SelectedParams {
 public:
  LnTuning(CausalLm& model, const Json& completed, const std::vector<ModelModule>& targets, const std::vector<ModelModule>& saved_modules)
      : SelectedParams(model, completed) {
    m_base_embeddings = saved_base_embeddings(model, config, targets);
    for (const auto& module : targets) m_params.add_module(peft_prefix(module.name) + "ln_tuning_layers.", module);
    for (const auto& module : saved_modules) m_params.add_module(peft_prefix(module.name), module);
  }

  NamedTensors saved() override {
    NamedTensors out = trainable();
    for (const auto& [name, param] : m_base_embeddings) out.emplace_back(name, param->frozen());
    return out;
  }

 private:
  std::vector<std::pair<std::string, ParamPtr>> m_base_embeddings;
};

std::unique_ptr<Adapter> make_ln_tuning(CausalLm& model, const Json& given, at::Generator) {
  Json config = given;
  const auto targets = find_targets(model, config, usual_norm_targets(model));
  for (const auto& target : targets) {
    if (target.is_leaf()) continue;
    fail(ErrorKind::unsupported, "\"" + target.name + "\" is a group of modules; LN_TUNING can train single layers only", "peft.target_modules",
         "Name layers, for example \"input_layernorm\", or use modules_to_save for groups.");
  }
  return std::make_unique<LnTuning>(model, config, targets, find_modules_to_save(model, config, targets));
}

}  // namespace

extern const PeftMethod ln_tuning_peft_method;
const PeftMethod ln_tuning_peft_method{.peft_type = "LN_TUNING",
                                       .title = "LN tuning",
                                       .summary = "Trains the normalisation layers alone; tiny, needs a high learning rate.",
                                       .family = "selects",
                                       .paper = "arXiv 2312.11420",
                                       .schema = ln_tuning_schema,
                                       .make = make_ln_tuning,
                                       .mergeable = true,
                                       .quantized_base = true};

}  // namespace paretune
