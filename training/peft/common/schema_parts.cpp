// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/schema_parts.h"

namespace paretune {

ParamSpec flag_spec(const std::string& key, bool value, const std::string& help, bool advanced) {
  return {.key = key, .type = ParamType::boolean, .default_value = value, .help = help, .advanced = advanced};
}

ParamSpec whole_spec(const std::string& key, const Json& value, const std::string& help, std::optional<double> min, bool advanced) {
  return {.key = key, .type = ParamType::integer, .default_value = value, .help = help, .min = min, .advanced = advanced};
}

ParamSpec number_spec(const std::string& key, double value, const std::string& help, std::optional<double> min, std::optional<double> max,
                      bool advanced) {
  return {.key = key, .type = ParamType::number, .default_value = value, .help = help, .min = min, .max = max, .advanced = advanced};
}

ParamSpec any_spec(const std::string& key, const Json& value, const std::string& help, bool advanced) {
  return {.key = key, .type = ParamType::any, .default_value = value, .help = help, .advanced = advanced};
}

std::vector<ParamSpec> target_specs(bool layers) {
  std::vector<ParamSpec> out = {
      {.key = "target_modules",
       .type = ParamType::text_list,
       .default_value = nullptr,
       .help = "Modules to adapt: a list of names or name endings, one regular expression over full names, or \"all-linear\" (every linear "
               "layer but the output head); missing = the usual choice for the model."},
      {.key = "exclude_modules",
       .type = ParamType::text_list,
       .default_value = nullptr,
       .help = "Modules to leave alone: a list of names or name endings, or one regular expression.",
       .advanced = true},
      {.key = "modules_to_save",
       .type = ParamType::text_list,
       .default_value = nullptr,
       .help = "Modules to train whole and save with the adapter, for example \"lm_head\" or \"embed_tokens\".",
       .advanced = true}};
  if (layers) {
    out.push_back(any_spec("layers_to_transform", nullptr, "Number of a block, or a list of them: adapt these blocks only."));
    out.push_back({.key = "layers_pattern",
                   .type = ParamType::text_list,
                   .default_value = nullptr,
                   .help = "Name of the list of blocks that layers_to_transform counts in (\"layers\", \"h\").",
                   .advanced = true});
  }
  return out;
}

ParamSpec bias_spec(const std::string& only) {
  return {.key = "bias",
          .type = ParamType::choice,
          .default_value = "none",
          .help = "Biases of the model to train too: none, all, or those of the adapted layers (" + only + ").",
          .choices = {"none", "all", only},
          .advanced = true};
}

ParamSpec fan_in_fan_out_spec() {
  return flag_spec("fan_in_fan_out", false, "Whether the model stores weights as (in, out); found out from the layer, as in PEFT.", true);
}

ParamSchema make_schema(std::vector<std::vector<ParamSpec>> parts) {
  ParamSchema schema;
  for (auto& part : parts) {
    for (auto& spec : part) schema.params.push_back(std::move(spec));
  }
  return schema;
}

}  // namespace paretune
