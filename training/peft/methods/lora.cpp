// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA (arXiv 2106.09685) with rsLoRA (2312.03732), DoRA (2402.09353), PiSSA (2404.02948), OLoRA (2406.01775) and the variants of
// lora_parts/lora_variants.h.
//
// PiSSA and OLoRA move a part of the base weight into the factors, KaSA drops a part of it. As in PEFT the base keeps what is left for
// as long as the adapter lives, so a disabled adapter shows that model, and the saved factors fit only a base that is split the same
// way: loading splits again before it puts in the saved values.
#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/common/pattern.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"
#include "training/peft/methods/lora_parts/lora_init.h"
#include "training/peft/methods/lora_parts/lora_variants.h"

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
    {"loftq_config", Json::object(), ""},
    {"eva_config", nullptr, ""},
    {"corda_config", nullptr, ""},
    {"lora_ga_config", nullptr, ""},
    {"use_qalora", false, "works in PEFT on GPTQ-quantised layers only, which are not loaded here; on other layers PEFT ignores it"},
    {"arrow_config", nullptr, "routes among several loaded adapters, and a run trains one"}};

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
          any_spec("init_lora_weights", true, "First values: true, false, gaussian, pissa, pissa_niter_N, olora, orthogonal or mica.", false)},
         target_specs(true),
         {bias_spec("lora_only"), flag_spec("lora_bias", false, "Give B a bias of its own.", true),
          any_spec("rank_pattern", Json::object(), "Ranks of single layers: names or regular expressions with a number."),
          any_spec("alpha_pattern", Json::object(), "lora_alpha of single layers, as rank_pattern."), fan_in_fan_out_spec(),
          any_spec("megatron_core", "megatron.core", "Name of the Megatron module; without effect here."),
          whole_spec("qalora_group_size", 16, "Group size of QALoRA; without effect while use_qalora is false.", 1, true)},
         variant_specs(),
         refused});
  }();
  return schema;
}

void check(const Json& config) {
  for (const auto& [key, off, reason] : kRefused) {
    const Json& value = config.at(key);
    const bool is_off = value == off || value.is_null() || value == Json(false) || ((value.is_object() || value.is_array()) && value.empty());
    if (is_off) continue;
    const std::string why = *reason ? " is not supported: it " + std::string(reason) : " is not supported yet";
    fail(ErrorKind::unsupported, key + why, std::string("peft.") + key, "Remove the key.");
  }
  check_lora_init(config.at("init_lora_weights"));
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

LoraShape shape_of(const Json& config, const std::string& module) {
  LoraShape shape;
  shape.rank = pattern_value(config.at("rank_pattern"), module, config.at("r"), "peft.rank_pattern").get<int64_t>();
  const double alpha = pattern_value(config.at("alpha_pattern"), module, config.at("lora_alpha"), "peft.alpha_pattern").get<double>();
  shape.scale = config.at("use_rslora") == Json(true) ? alpha / std::sqrt(static_cast<double>(shape.rank)) : alpha / static_cast<double>(shape.rank);
  shape.bias = config.at("lora_bias") == Json(true);
  return shape;
}

[[noreturn]] void fail_olora_conv1d(const std::string& module) {
  fail(ErrorKind::unsupported, "olora takes the Conv1D weight of \"" + module + "\" the wrong way round in PEFT", "peft.init_lora_weights",
       "Use pissa, or true.");
}

// Row norms of W + scale B A, W (out, in): DoRA's first magnitudes.
Tensor first_magnitude(const Tensor& weight, const LoraFactors& f) {
  return init::leaf(at::norm(weight + at::matmul(f.b.detach(), f.a.detach()) * f.scale, 2, 1), weight.device());
}

// The sum of the layers' penalties; of MonteCLoRA's their mean.
Tensor penalty_of(const std::vector<LoraLayer>& layers, bool mean) {
  Tensor sum;
  for (const auto& layer : layers) {
    if (const Tensor term = layer->penalty(); term.defined()) sum = sum.defined() ? sum + term : term;
  }
  return sum.defined() && mean ? sum / static_cast<double>(layers.size()) : sum;
}

std::unique_ptr<Adapter> make_lora(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check(config);
  const LoraVariant variant = read_lora_variant(config);
  const Json init = config.at("init_lora_weights");
  const double dropout = config.at("lora_dropout");
  LayerMethod method{.peft_type = "LORA"};
  std::shared_ptr<Invocations> invocations;
  if (variant == LoraVariant::alora) {
    invocations = std::make_shared<Invocations>(config.at("alora_invocation_tokens").get<std::vector<int64_t>>());
    method.mixture = invocations;
    method.mergeable = false;
    method.merge_refusal = "aLoRA cannot be merged: it is on for a part of the tokens only";
  }
  const auto layers = std::make_shared<std::vector<LoraLayer>>();
  if (variant == LoraVariant::kasa || variant == LoraVariant::monteclora) {
    method.extra_loss = [layers, mean = variant == LoraVariant::monteclora] { return penalty_of(*layers, mean); };
  }
  auto around = [&](Linear& layer) -> LoraLayer {
    if (layer.conv1d && is_olora(init)) fail_olora_conv1d(layer.name);
    const Tensor weight = layer.dense_weight();
    LoraFactors f = init_lora_linear(init, shape_of(config, layer.name), weight, generator);
    f.dropout = dropout;
    switch (variant) {
      case LoraVariant::kasa:
        return make_kasa(std::move(f), layer, weight, config.at("kasa_config"), generator);
      case LoraVariant::bdlora:
        return make_bdlora(std::move(f), layer, config.at("use_bdlora"), generator);
      case LoraVariant::velora:
        return make_velora(std::move(f), layer, config.at("velora_config"), generator);
      case LoraVariant::monteclora:
        return make_monteclora(std::move(f), layer, config.at("monteclora_config"), generator);
      case LoraVariant::alora:
        return make_alora(std::move(f), invocations);
      case LoraVariant::dora:
        f.magnitude = first_magnitude(f.residual.defined() ? f.residual : weight, f);
        break;
      case LoraVariant::plain:
      case LoraVariant::mica:
        break;
    }
    return std::make_shared<LoraLinear>(std::move(f));
  };
  method.linear = [&](Linear& layer) {
    layers->push_back(around(layer));
    return layers->back();
  };
  method.embedding = [&](Embedding& layer) {
    const LoraShape shape = shape_of(config, layer.name);
    if (shape.bias) fail(ErrorKind::input, "cannot be used on the embedding \"" + layer.name + "\"", "peft.lora_bias");
    if (variant != LoraVariant::plain && variant != LoraVariant::dora && variant != LoraVariant::mica) {
      fail(ErrorKind::input, "\"" + layer.name + "\" is an embedding, which this variant of LoRA cannot adapt", "peft.target_modules",
           "Leave the embedding out.");
    }
    const Tensor weight = layer.weight->base;
    LoraFactors f = init_lora_embedding(init, shape, weight, generator);
    if (variant == LoraVariant::dora) f.magnitude = first_magnitude(weight.t(), f);
    return std::make_shared<LoraEmbedding>(std::move(f), layer.weight);
  };
  return attach_layer_method(model, config, usual_linear_targets(model), method);
}

}  // namespace

extern const PeftMethod lora_peft_method;
const PeftMethod lora_peft_method{.peft_type = "LORA",
                                  .title = "LoRA",
                                  .summary = "Adds a low-rank change to the weights of chosen layers; small, quick, the usual first choice.",
                                  .family = "weights",
                                  .paper = "arXiv 2106.09685",
                                  .schema = lora_schema,
                                  .make = make_lora,
                                  .mergeable = true,
                                  .converts_to_lora = true};

}  // namespace paretune
