// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Config keys that many methods share, and a short way to write the others.
#include "training/api/schema.h"

namespace paretune {

ParamSpec flag_spec(const std::string& key, bool value, const std::string& help, bool advanced = false);
ParamSpec whole_spec(const std::string& key, const Json& value, const std::string& help, std::optional<double> min, bool advanced = false);
ParamSpec number_spec(const std::string& key, double value, const std::string& help, std::optional<double> min, std::optional<double> max,
                      bool advanced = false);
ParamSpec any_spec(const std::string& key, const Json& value, const std::string& help, bool advanced = true);

// target_modules, exclude_modules, modules_to_save, and with `layers` layers_to_transform and layers_pattern.
std::vector<ParamSpec> target_specs(bool layers);
// bias: none, all or `only`.
ParamSpec bias_spec(const std::string& only);
ParamSpec fan_in_fan_out_spec();

// `specs` without the one of this key: some of PEFT's configs lack exclude_modules.
inline std::vector<ParamSpec> specs_without(std::vector<ParamSpec> specs, const std::string& key) {
  std::erase_if(specs, [&](const ParamSpec& spec) { return spec.key == key; });
  return specs;
}

ParamSchema make_schema(std::vector<std::vector<ParamSpec>> parts);

}  // namespace paretune
