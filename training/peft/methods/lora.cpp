// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA (arXiv 2106.09685) with rsLoRA (2312.03732), DoRA (2402.09353), PiSSA (2404.02948), OLoRA (2406.01775) and the variants of
// lora_parts/lora_variants.h.
//
// PiSSA, OLoRA, CorDA and LoRA-GA move a part of the base weight into the factors, LoftQ and KaSA drop a part of it. As in PEFT the base
// keeps what is left for as long as the adapter lives, so a disabled adapter shows that model, and the saved factors fit only a base that
// is split the same way: loading splits again before it puts in the saved values.
#include "training/peft/common/init.h"
#include "training/peft/common/prompt_method.h"
#include "training/peft/common/usual_targets.h"
#include "training/peft/methods/lora_parts/data_init.h"
#include "training/peft/methods/lora_parts/initial_factors.h"
#include "training/peft/methods/lora_parts/lora_config.h"
#include "training/peft/methods/lora_parts/lora_scale.h"
#include "training/peft/methods/lora_parts/lora_variants.h"

namespace paretune {
namespace {

LoraShape shape_of(const Json& config, const std::string& module) {
  LoraShape shape;
  shape.rank = pattern_value(config.at("rank_pattern"), module, config.at("r"), "peft.rank_pattern").get<int64_t>();
  shape.scale = lora_scale(config, module, shape.rank);
  shape.bias = config.at("lora_bias") == Json(true);
  return shape;
}

void check_conv1d(const Linear& layer, const Json& init) {
  if (!layer.conv1d || (!is_olora(init) && init != Json("loftq"))) return;
  fail(ErrorKind::unsupported, init.get<std::string>() + " takes the Conv1D weight of \"" + layer.name + "\" the wrong way round in PEFT",
       "peft.init_lora_weights", "Use pissa, or true.");
}

// Where a layer's first factors come from.
struct FirstValues {
  Json choice;                            // init_lora_weights, or true for an adapter whose values are about to be loaded anyway
  LayerData data;                         // of a choice that looks at data
  std::map<std::string, Tensor> initial;  // of an adapter about to be loaded that keeps its first factors
  bool keep = false;                      // the first factors are to be saved along

  LoraFactors of(const Json& config, const Linear& layer, const Tensor& weight, const LoraShape& shape, at::Generator& generator) const {
    if (!initial.empty()) return initial_factors(initial, layer.name, weight, shape.scale);
    if (looks_at_data(choice)) return init_lora_from_data(config, layer, weight, shape, data, generator);
    if (choice == Json("loftq")) return init_lora_loftq(config.at("loftq_config"), shape, weight);
    return init_lora_linear(choice, shape, weight, generator);
  }
};

FirstValues first_values(CausalLm& model, Json& config) {
  FirstValues out{.choice = config.at("init_lora_weights"), .keep = needs_initial_factors(config.at("init_lora_weights"))};
  const std::string folder = config.value(kInitialAdapter, "");
  if (out.keep && !folder.empty()) {
    out.initial = read_initial_factors(folder);
    return out;
  }
  if (!looks_at_data(out.choice)) return out;
  if (!to_be_loaded(config)) {
    const auto targets = find_targets(model, config, usual_linear_targets(model));
    out.data = look_at_data(model, config, targets);
    return out;
  }
  if (out.choice == Json("corda")) {
    fail(ErrorKind::input, "CorDA moved a part of the base into the factors, and the folder does not tell which; PEFT cannot load such an adapter by itself either",
         "peft.init_lora_weights", "Put the adapter as it was before training (PEFT: init_lora_weights = True, then save_pretrained) into its sub-folder \"initial\".");
  }
  out.choice = true;  // EVA leaves the base alone; for LoRA-GA PEFT does so as well when it loads
  out.keep = false;
  return out;
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
  complete_lora_config(config);
  const LoraVariant variant = read_lora_variant(config);
  const FirstValues first = first_values(model, config);
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
    check_conv1d(layer, init);
    const Tensor weight = layer.dense_weight();
    LoraFactors f = first.of(config, layer, weight, shape_of(config, layer.name), generator);
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
  auto adapter = attach_layer_method(model, config, usual_linear_targets(model), method);
  return first.keep ? with_initial_factors(std::move(adapter)) : std::move(adapter);
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
