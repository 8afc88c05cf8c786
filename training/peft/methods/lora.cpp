// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA (arXiv 2106.09685) with rsLoRA (2312.03732), DoRA (2402.09353), PiSSA (2404.02948), OLoRA (2406.01775).
//
// PiSSA and OLoRA move a part of the base weight into the factors. As in PEFT the base keeps the residual for as long as the adapter
// lives, so a disabled adapter shows the residual model, and the saved factors fit only a base that is split the same way: loading
// splits again before it puts in the saved values.
#include <cmath>

#include "training/peft/common/init.h"
#include "training/peft/common/pattern.h"
#include "training/peft/common/schema_parts.h"
#include "training/peft/common/usual_targets.h"
#include "training/peft/methods/lora_parts/lora_init.h"

namespace paretune {
namespace {

// Keys of LoraConfig whose feature is not here: they may be present with the value that switches it off.
const std::vector<std::pair<const char*, Json>> kLater = {{"target_parameters", nullptr},
                                                          {"trainable_token_indices", nullptr},
                                                          {"ensure_weight_tying", false},
                                                          {"layer_replication", nullptr},
                                                          {"megatron_config", nullptr},
                                                          {"loftq_config", Json::object()},
                                                          {"eva_config", nullptr},
                                                          {"corda_config", nullptr},
                                                          {"lora_ga_config", nullptr},
                                                          {"velora_config", nullptr},
                                                          {"alora_invocation_tokens", nullptr},
                                                          {"use_qalora", false},
                                                          {"monteclora_config", nullptr},
                                                          {"use_bdlora", nullptr},
                                                          {"arrow_config", nullptr},
                                                          {"kasa_config", nullptr}};

const ParamSchema& lora_schema() {
  static const ParamSchema schema = [] {
    std::vector<ParamSpec> later;
    for (const auto& [key, off] : kLater) later.push_back(any_spec(key, off, "Not supported yet; accepted at its default."));
    return make_schema(
        {{whole_spec("r", 8, "Rank of the weight change: more learns more and costs more.", 1),
          number_spec("lora_alpha", 8, "Strength: the change is multiplied by lora_alpha / r.", {}, {}),
          number_spec("lora_dropout", 0.0, "Share of the inputs of A that are set to zero while training.", 0.0, 1.0),
          flag_spec("use_rslora", false, "Multiply by lora_alpha / sqrt(r), which keeps large ranks stable."),
          flag_spec("use_dora", false, "Learn the length of each weight row apart from its direction (DoRA): better at low ranks, slower."),
          any_spec("init_lora_weights", true, "First values: true, false, gaussian, pissa, pissa_niter_N, olora or orthogonal.", false)},
         target_specs(true),
         {bias_spec("lora_only"), flag_spec("lora_bias", false, "Give B a bias of its own.", true),
          any_spec("rank_pattern", Json::object(), "Ranks of single layers: names or regular expressions with a number."),
          any_spec("alpha_pattern", Json::object(), "lora_alpha of single layers, as rank_pattern."), fan_in_fan_out_spec(),
          any_spec("megatron_core", "megatron.core", "Name of the Megatron module; without effect here."),
          whole_spec("qalora_group_size", 16, "Group size of QALoRA; without effect while use_qalora is false.", 1, true)},
         later});
  }();
  return schema;
}

void check(const Json& config) {
  for (const auto& [key, off] : kLater) {
    const Json& value = config.at(key);
    const bool is_off = value == off || value.is_null() || value == Json(false) || ((value.is_object() || value.is_array()) && value.empty());
    if (!is_off) fail(ErrorKind::unsupported, std::string(key) + " is not supported yet", std::string("peft.") + key, "Remove the key.");
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

std::unique_ptr<Adapter> make_lora(CausalLm& model, const Json& given, at::Generator generator) {
  Json config = given;
  check(config);
  config["fan_in_fan_out"] = false;  // PEFT writes what the layers are: torch.nn.Linear stores (out, in)
  const Json init = config.at("init_lora_weights");
  const bool dora = config.at("use_dora") == Json(true);
  const double dropout = config.at("lora_dropout");
  LayerMethod method{.peft_type = "LORA"};
  method.linear = [&](Linear& layer) {
    const Tensor& weight = layer.weight->base;
    LoraFactors f = init_lora_linear(init, shape_of(config, layer.name), weight, generator);
    f.dropout = dropout;
    if (dora) {
      const Tensor dense = (f.residual.defined() ? f.residual : weight) + at::matmul(f.b.detach(), f.a.detach()) * f.scale;
      f.magnitude = init::leaf(at::norm(dense, 2, 1), weight.device());
    }
    return std::make_shared<LoraLinear>(std::move(f));
  };
  method.embedding = [&](Embedding& layer) {
    const LoraShape shape = shape_of(config, layer.name);
    if (shape.bias) fail(ErrorKind::input, "cannot be used on the embedding \"" + layer.name + "\"", "peft.lora_bias");
    LoraFactors f = init_lora_embedding(init, shape, layer.weight->base, generator);
    if (dora) {
      const Tensor dense = layer.weight->base.t() + at::matmul(f.b.detach(), f.a.detach()) * f.scale;
      f.magnitude = init::leaf(at::norm(dense, 2, 1), layer.weight->base.device());
    }
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
