// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/target_parameters.h"

namespace paretune {
namespace {

constexpr const char* kWhere = "peft.target_parameters";

void check_neighbours(const Json& config) {
  const std::pair<const char*, bool> forbidden[] = {{"lora_dropout", config.at("lora_dropout").get<double>() != 0},
                                                    {"lora_bias", config.at("lora_bias") == Json(true)},
                                                    {"use_dora", config.at("use_dora") == Json(true)},
                                                    {"velora_config", !config.at("velora_config").is_null()},
                                                    {"kasa_config", !config.at("kasa_config").is_null()},
                                                    {"use_bdlora", !config.at("use_bdlora").is_null()},
                                                    {"monteclora_config", !config.at("monteclora_config").is_null()},
                                                    {"arrow_config", !config.at("arrow_config").is_null()},
                                                    {"alora_invocation_tokens", !config.at("alora_invocation_tokens").empty()}};
  for (const auto& [key, given] : forbidden) {
    if (given) fail(ErrorKind::input, std::string("cannot be combined with ") + key, kWhere, std::string("Remove ") + key + ".");
  }
  if (config.at("bias") != Json("none")) fail(ErrorKind::unsupported, "cannot be combined with bias " + config.at("bias").dump() + " here", kWhere, "Set bias to none.");
  const Json& init = config.at("init_lora_weights");
  if (!init.is_boolean() && init != Json("gaussian")) {
    fail(ErrorKind::unsupported, "cannot be combined with init_lora_weights " + init.dump() + " here", kWhere, "Use true, false or gaussian.");
  }
}

}  // namespace

std::vector<Linear*> find_target_parameters(CausalLm& model, const Json& config, const std::vector<ModelModule>& taken) {
  const Json& given = config.at("target_parameters");
  if (given.is_string()) fail(ErrorKind::input, "must be a list of names, not a text", kWhere);
  const auto entries = text_list(given);
  if (entries.empty()) return {};
  check_neighbours(config);
  std::vector<Linear*> out;
  for (const auto& module : model_modules(model)) {
    for (const auto& [part, place] : module.params()) {
      const std::string name = module.name + "." + part;
      const bool meant = std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return name == entry || name.ends_with("." + entry); });
      if (!meant) continue;
      if (!module.linear || part != "weight" || module.linear->conv1d) {
        fail(ErrorKind::unsupported, "\"" + name + "\" is no weight of a linear layer", kWhere, "Name weights of linear layers, or use target_modules.");
      }
      for (const auto& target : taken) {
        if (target.name == module.name) {
          fail(ErrorKind::input, "\"" + module.name + "\" is chosen by target_modules too", kWhere, "Take it out of one; \"target_modules\": [] chooses none.");
        }
      }
      out.push_back(module.linear);
    }
  }
  if (out.empty()) {
    fail(ErrorKind::input, "names no weight of the model: it has no experts, whose weights this key is for", kWhere,
         "Remove the key; target_modules chooses linear layers.");
  }
  return out;
}

}  // namespace paretune
