// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/lora_config.h"

#include "training/peft/common/pattern.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {
namespace {

// Keys of LoraConfig that are accepted at the value that switches them off.
struct Refused {
  const char* key;
  const char* reason;
};
const std::vector<Refused> kRefused = {{"megatron_config", "is for models of Megatron-LM, which are not loaded here"}};

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
          any_spec("arrow_config", nullptr,
                   "Arrow: mix trained LoRA adapters per token; an object with task_adapter_names (folders), top_k, router_temperature, rng_seed, use_gks and "
                   "gks_adapter_names (folders)."),
          any_spec("alora_invocation_tokens", nullptr,
                   "Activated LoRA: token numbers after which the adapter is on, from their last occurrence in a sample to its end; without them it "
                   "stays off.")};
}

}  // namespace

const ParamSchema& lora_schema() {
  static const ParamSchema schema = [] {
    std::vector<ParamSpec> refused;
    for (const auto& [key, reason] : kRefused) refused.push_back(any_spec(key, nullptr, std::string("Accepted at null only: it ") + reason + "."));
    return make_schema(
        {{whole_spec("r", 8, "Rank of the weight change: more learns more and costs more.", 1),
          number_spec("lora_alpha", 8, "Strength: the change is multiplied by lora_alpha / r.", {}, {}),
          number_spec("lora_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
          flag_spec("use_rslora", false, "Multiply by lora_alpha / sqrt(r), which keeps large ranks stable."),
          flag_spec("use_dora", false, "Learn the length of each weight row apart from its direction (DoRA): better at low ranks, slower."),
          any_spec("init_lora_weights", true,
                   "First values: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal, mica, loftq, or made from training data: eva, corda, lora_ga.",
                   false)},
         target_specs(true),
         {bias_spec("lora_only"), flag_spec("lora_bias", false, "Give B a bias of its own.", true),
          any_spec("rank_pattern", Json::object(), "Ranks of single layers: names or regular expressions with a number."),
          any_spec("alpha_pattern", Json::object(), "lora_alpha of single layers, as rank_pattern."), fan_in_fan_out_spec(),
          any_spec("layer_replication", nullptr,
                   "Repeat layers of the model, which then share their weights and have factors of their own: a list of [first, one after the last]."),
          any_spec("megatron_core", "megatron.core", "Name of the Megatron module; without effect here."),
          any_spec("trainable_token_indices", nullptr, "Tokens whose embeddings are trained too: a list of ids, or an object of such lists by layer."),
          flag_spec("ensure_weight_tying", false, "Where the head shares the embedding's weight, train both as one when either is named.", true),
          any_spec("target_parameters", nullptr, "Weights to adapt by the name of the parameter, for example \"q_proj.weight\"."),
          flag_spec("use_qalora", false, "QA-LoRA on quantised layers: A sees sums over groups of features; other layers get plain LoRA.", true),
          whole_spec("qalora_group_size", 16, "Group size of QA-LoRA; without effect while use_qalora is false.", 1, true)},
         data_specs(),
         variant_specs(),
         refused});
  }();
  return schema;
}

void check_lora_keys(const Json& config) {
  for (const auto& [key, reason] : kRefused) {
    const Json& value = config.at(key);
    const bool is_off = value.is_null() || value == Json(false) || ((value.is_object() || value.is_array()) && value.empty());
    if (!is_off) fail(ErrorKind::unsupported, std::string(key) + " is not supported: it " + reason, std::string("peft.") + key, "Remove the key.");
  }
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
