// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/data_init.h"

#include "training/peft/common/init.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/methods/lora_parts/loftq.h"

namespace paretune {
namespace {

ParamSpec choice_spec(const std::string& key, const std::vector<std::string>& choices, const std::string& usual, const std::string& help) {
  return {.key = key, .type = ParamType::choice, .default_value = usual, .help = help, .choices = choices};
}

struct Options {
  const char* choice;  // init_lora_weights
  const char* key;
  bool made;  // an object of defaults takes the place of null
  ParamSchema schema;
};

const std::vector<Options>& option_schemas() {
  static const std::vector<Options> all = {
      {"eva", "eva_config", true,
       make_schema({{number_spec("rho", 2.0, "A layer gets at most rho times its rank; 1 leaves all ranks as they are.", 1.0, {}),
                     number_spec("tau", 0.99, "Directions that turn less than this cosine from batch to batch count as found.", 0.0, 1.0),
                     flag_spec("use_label_mask", true, "Look at trained tokens only."),
                     whole_spec("label_mask_value", -100, "The label of tokens that are not looked at.", {}),
                     flag_spec("whiten", false, "Divide directions by the root of their strength."),
                     flag_spec("adjust_scaling_factors", true, "Keep lora_alpha / r of layers whose rank changes.")}})},
      {"corda", "corda_config", true,
       make_schema({{any_spec("cache_file", nullptr, "PEFT's file of directions, in pickle format; must be null here."),
                     any_spec("covariance_file", nullptr, "PEFT's file of covariances, in pickle format; must be null here."),
                     choice_spec("corda_method", {"ipm", "kpm"}, "ipm", "Train the strongest directions (ipm), or the weakest, to keep knowledge (kpm)."),
                     flag_spec("verbose", false, "Without effect here."), flag_spec("use_float16_for_covariance", false, "Without effect here: sums are fp32."),
                     flag_spec("prune_temporary_fields", true, "Without effect here.")}})},
      {"lora_ga", "lora_ga_config", false,
       make_schema({{choice_spec("direction", {"ArBr", "A2rBr", "ArB2r", "random"}, "ArB2r", "Which directions of the gradient A and B take."),
                     choice_spec("scale", {"stable", "weight_svd", "gd_scale", "unit"}, "stable", "How large the first factors are."),
                     whole_spec("stable_gamma", 16, "Larger makes B smaller, with scale stable.", 1)}})}};
  return all;
}

std::vector<Linear*> linears_of(const std::vector<ModelModule>& targets) {
  std::vector<Linear*> out;
  for (const auto& target : targets) {
    if (target.linear) out.push_back(target.linear);
  }
  return out;
}

}  // namespace

bool looks_at_data(const Json& choice) { return choice == Json("eva") || choice == Json("corda") || choice == Json("lora_ga"); }

void complete_data_init(Json& config) {
  const Json& choice = config.at("init_lora_weights");
  if (choice == Json("loftq")) check_loftq(config.at("loftq_config"));
  else config["loftq_config"] = Json::object();
  for (const auto& [name, key, made, schema] : option_schemas()) {
    Json& value = config[key];
    const std::string where = std::string("peft.") + key;
    if (value.is_null() && !(made && choice == Json(name))) continue;
    if (!value.is_null() && !value.is_object()) fail(ErrorKind::input, "must be an object or null, not " + value.dump(), where);
    value = schema.complete(value, where).value();
  }
}

LayerData look_at_data(CausalLm& model, Json& config, const std::vector<ModelModule>& targets) {
  const Json choice = config.at("init_lora_weights");
  if (choice == Json("eva")) return eva_directions(model, config, targets);
  if (choice == Json("lora_ga")) {
    if (config.at("lora_ga_config").is_null()) {
      fail(ErrorKind::input, "must be given where init_lora_weights is lora_ga", "peft.lora_ga_config", "Write \"lora_ga_config\": {} for the defaults.");
    }
    return lora_ga_gradients(model, linears_of(targets));
  }
  for (const char* key : {"cache_file", "covariance_file"}) {
    if (!config.at("corda_config").at(key).is_null()) {
      fail(ErrorKind::unsupported, "names a pickle file, which can run any code when it is read", std::string("peft.corda_config.") + key, "Remove the key.");
    }
  }
  return corda_covariances(model, linears_of(targets));
}

LoraFactors init_lora_from_data(const Json& config, const Linear& layer, const Tensor& weight, const LoraShape& shape, const LayerData& data,
                                at::Generator& generator) {
  const Json choice = config.at("init_lora_weights");
  const auto found = data.find(layer.name);
  if (found == data.end()) return init_lora_linear(true, shape, weight, generator);
  at::NoGradGuard no_grad;
  LoraFactors f;
  if (choice == Json("corda")) {
    f = corda_factors(layer, weight, shape, found->second, config.at("corda_config"));
  } else if (choice == Json("lora_ga")) {
    f = lora_ga_factors(layer, weight, shape, found->second, config.at("lora_ga_config"), generator);
  } else {
    f.a = found->second;
    f.b = at::zeros({weight.size(0), shape.rank});
  }
  f.a = init::leaf(f.a.to(at::kFloat), weight.device());
  f.b = init::leaf(f.b, weight.device());
  f.scale = shape.scale;
  return f;
}

}  // namespace paretune
