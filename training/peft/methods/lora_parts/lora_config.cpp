// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/lora_config.h"

#include "training/peft/common/pattern.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/methods/lora_parts/data_init.h"

namespace paretune {
namespace {

// Keys of LoraConfig that are accepted at the value that switches them off.
struct Refused {
  const char* key;
  Json off;
  const char* reason;  // empty: not yet
};
const std::vector<Refused> kRefused = {
    {"target_parameters", nullptr, ""},
    {"trainable_token_indices", nullptr, ""},
    {"ensure_weight_tying", false, ""},
    {"layer_replication", nullptr, "would make another model of more blocks, which only PEFT could load"},
    {"megatron_config", nullptr, "is for models of Megatron-LM, which are not loaded here"},
    {"use_qalora", false, "works in PEFT on GPTQ-quantised layers only, which are not loaded here; on other layers PEFT ignores it"},
    {"arrow_config", nullptr, "routes among several loaded adapters, and a run trains one"}};

std::vector<ParamSpec> data_specs() {
  return {any_spec("eva_config", nullptr,
                   "EVA, with init_lora_weights eva: an object with rho, tau, use_label_mask, label_mask_value, whiten and adjust_scaling_factors."),
          any_spec("corda_config", nullptr, "CorDA, with init_lora_weights corda: an object with corda_method ipm or kpm."),
          any_spec("lora_ga_config", nullptr, "LoRA-GA, with init_lora_weights lora_ga: an object with direction, scale and stable_gamma, {} for the defaults."),
          any_spec("loftq_config", Json::object(), "LoftQ, with init_lora_weights loftq: an object with loftq_bits (4 or 8) and loftq_iter.")};
}

std::vector<ParamSpec> variant_specs() {
  return {any_spec("kasa_config", nullptr,
                   "KaSA: learn singular values on a base without its weakest directions; an object with beta and gamma, {} for the defaults."),
          any_spec(
              "use_bdlora", nullptr,
              "BD-LoRA: block-diagonal A or B for cheap serving; an object with target_modules_bd_a, target_modules_bd_b, nblocks and match_strict."),
          any_spec("velora_config", nullptr,
                   "VeLoRA: keep one number per group of input features for the gradient of A, which saves memory; an object with num_groups, scale "
                   "and init_type."),
          any_spec("monteclora_config", nullptr,
                   "MonteCLoRA: train A as a learned random mixture; an object with num_samples, use_entropy, dirichlet_prior, sample_scaler, "
                   "kl_loss_weight and "
                   "buffer_size."),
          any_spec("alora_invocation_tokens", nullptr,
                   "Activated LoRA: token numbers after which the adapter is on, from their last occurrence in a sample to its end; without them it "
                   "stays off.")};
}

}  // namespace

const ParamSchema& lora_schema() {
  static const ParamSchema schema = [] {
    std::vector<ParamSpec> refused;
    for (const auto& [key, off, reason] : kRefused) {
      refused.push_back(any_spec(
          key, off, *reason ? std::string("Accepted at its default only: it ") + reason + "." : "Not supported yet; accepted at its default."));
    }
    return make_schema(
        {{whole_spec("r", 8, "Rank of the weight change: more learns more and costs more.", 1),
          number_spec("lora_alpha", 8, "Strength: the change is multiplied by lora_alpha / r.", {}, {}),
          number_spec("lora_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
          flag_spec("use_rslora", false, "Multiply by lora_alpha / sqrt(r), which keeps large ranks stable."),
          flag_spec("use_dora", false, "Learn the length of each weight row apart from its direction (DoRA): better at low ranks, slower."),
          any_spec("init_lora_weights", true, "First values: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq, or made from training data: eva, corda, lora_ga.", false)},
         target_specs(true),
         {bias_spec("lora_only"), flag_spec("lora_bias", false, "Give B a bias of its own.", true),
          any_spec("rank_pattern", Json::object(), "Ranks of single layers: names or regular expressions with a number."),
          any_spec("alpha_pattern", Json::object(), "lora_alpha of single layers, as rank_pattern."), fan_in_fan_out_spec(),
          any_spec("megatron_core", "megatron.core", "Name of the Megatron module; without effect here."),
          whole_spec("qalora_group_size", 16, "Group size of QALoRA; without effect while use_qalora is false.", 1, true)},
         data_specs(),
         variant_specs(),
         refused});
  }();
  return schema;
}

void complete_lora_config(Json& config) {
  for (const auto& [key, off, reason] : kRefused) {
    const Json& value = config.at(key);
    const bool is_off = value == off || value.is_null() || value == Json(false) || ((value.is_object() || value.is_array()) && value.empty());
    if (is_off) continue;
    const std::string why = *reason ? " is not supported: it " + std::string(reason) : " is not supported yet";
    fail(ErrorKind::unsupported, key + why, std::string("peft.") + key, "Remove the key.");
  }
  check_lora_init(config.at("init_lora_weights"));
  complete_data_init(config);
  check_pattern(config.at("rank_pattern"), "peft.rank_pattern", true);
  check_pattern(config.at("alpha_pattern"), "peft.alpha_pattern", false);
  const Json& layers = config.at("layers_to_transform");
  if (config.at("target_modules").is_string() && (!layers.is_null() || !config.at("layers_pattern").is_null())) {
    fail(ErrorKind::input, "cannot be combined with layers_to_transform or layers_pattern when it is one text", "peft.target_modules",
         "Give a list of names, or put the layers into the expression.");
  }
  if (config.at("lora_bias") == Json(true)) {
    if (!config.at("init_lora_weights").is_boolean()) fail(ErrorKind::input, "needs init_lora_weights true or false", "peft.lora_bias");
    if (config.at("use_dora") == Json(true)) fail(ErrorKind::input, "cannot be combined with use_dora", "peft.lora_bias");
  }
}

}  // namespace paretune
