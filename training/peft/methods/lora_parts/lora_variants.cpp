// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/lora_variants.h"

#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

struct Options {
  const char* key;
  LoraVariant variant;
  ParamSchema schema;
  std::vector<const char*> positive;  // numbers that must be above 0
};

const std::vector<Options>& option_schemas() {
  static const std::vector<Options> all = {
      {"kasa_config",
       LoraVariant::kasa,
       make_schema({{number_spec("beta", 1e-4, "Weight of the penalty on the singular values.", 0.0, {}),
                     number_spec("gamma", 1e-3, "Weight of the penalty that keeps the factors orthogonal.", 0.0, {})}}),
       {}},
      {"use_bdlora",
       LoraVariant::bdlora,
       make_schema(
           {{any_spec("target_modules_bd_a", nullptr, "Parts of names of the layers whose A is block-diagonal."),
             any_spec("target_modules_bd_b", nullptr, "Parts of names of the layers whose B is block-diagonal."),
             whole_spec("nblocks", 1, "Number of blocks.", 1), flag_spec("match_strict", true, "Refuse targeted layers that neither list names.")}}),
       {}},
      {"velora_config",
       LoraVariant::velora,
       make_schema({{whole_spec("num_groups", 64, "Groups of input features, each kept as one number.", 1),
                     number_spec("scale", 1.0, "Factor on the rebuilt inputs.", {}, {}),
                     {.key = "init_type",
                      .type = ParamType::choice,
                      .default_value = "batch_average",
                      .help = "Direction of the groups: the mean of every pass, of the first pass, or random.",
                      .choices = {"batch_average", "batch_average_once", "random"}}}}),
       {"scale"}},
      {"monteclora_config",
       LoraVariant::monteclora,
       make_schema({{whole_spec("num_samples", 8, "Draws per pass.", 1), flag_spec("use_entropy", false, "Penalise draws of unequal shares."),
                     number_spec("dirichlet_prior", 0.1, "Concentration of the prior over the shares.", {}, {}),
                     number_spec("sample_scaler", 1e-4, "Size of the draws.", {}, {}),
                     number_spec("kl_loss_weight", 1e-5, "Weight of the distance from the priors.", {}, {}),
                     whole_spec("buffer_size", 150, "Draws PEFT makes ahead; here they are made when needed, which changes nothing.", 1)}}),
       {"dirichlet_prior"}}};
  return all;
}

void complete_options(Json& config, const Options& options) {
  const std::string where = std::string("peft.") + options.key;
  Json& value = config[options.key];
  if (!value.is_object()) fail(ErrorKind::input, "must be an object or null, not " + value.dump(), where);
  value = options.schema.complete(value, where).value();
  for (const char* key : options.positive) {
    if (value.at(key).get<double>() <= 0) fail(ErrorKind::input, "must be above 0, not " + value.at(key).dump(), where + "." + key);
  }
}

}  // namespace

LoraVariant read_lora_variant(Json& config) {
  std::vector<std::pair<std::string, LoraVariant>> chosen;
  if (config.at("use_dora") == Json(true)) chosen.emplace_back("use_dora", LoraVariant::dora);
  if (config.at("init_lora_weights") == Json("mica")) chosen.emplace_back("init_lora_weights \"mica\"", LoraVariant::mica);
  for (const Options& options : option_schemas()) {
    if (config.at(options.key).is_null()) continue;
    complete_options(config, options);
    chosen.emplace_back(options.key, options.variant);
  }
  const Json& tokens = config.at("alora_invocation_tokens");
  if (!tokens.is_null()) {
    const bool whole = tokens.is_array() && std::all_of(tokens.begin(), tokens.end(), [](const Json& id) { return id.is_number_integer(); });
    if (!whole) fail(ErrorKind::input, "must be a list of token numbers, not " + tokens.dump(), "peft.alora_invocation_tokens");
    if (!tokens.empty()) chosen.emplace_back("alora_invocation_tokens", LoraVariant::alora);
  }
  if (!config.at("arrow_config").is_null()) chosen.emplace_back("arrow_config", LoraVariant::arrow);
  if (chosen.empty()) return LoraVariant::plain;
  if (chosen.size() > 1) {
    fail(ErrorKind::input, "cannot be combined with " + chosen[1].first, "peft." + chosen[0].first, "Choose one variant of LoRA.");
  }
  return chosen[0].second;
}

}  // namespace paretune
