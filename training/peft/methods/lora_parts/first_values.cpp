// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/first_values.h"

#include "training/peft/common/prompt_method.h"
#include "training/peft/methods/lora_parts/initial_factors.h"
#include "training/peft/methods/lora_parts/lora_scale.h"

namespace paretune {
namespace {

void check_conv1d(const Linear& layer, const Json& init) {
  if (!layer.conv1d || (!is_olora(init) && init != Json("loftq"))) return;
  fail(ErrorKind::unsupported, init.get<std::string>() + " takes the Conv1D weight of \"" + layer.name + "\" the wrong way round in PEFT",
       "peft.init_lora_weights", "Use pissa, or true.");
}

}  // namespace

LoraShape shape_of(const Json& config, const std::string& module) {
  LoraShape shape;
  shape.rank = pattern_value(config.at("rank_pattern"), module, config.at("r"), "peft.rank_pattern").get<int64_t>();
  shape.scale = lora_scale(config, module, shape.rank);
  shape.bias = config.at("lora_bias") == Json(true);
  return shape;
}

FirstValues::FirstValues(CausalLm& model, Json& config, const Json& usual)
    : m_choice(config.at("init_lora_weights")), m_keep(needs_initial_factors(config.at("init_lora_weights"))) {
  const std::string folder = config.value(kInitialAdapter, "");
  if (m_keep && !folder.empty()) {
    m_initial = read_initial_factors(folder);
  } else if (looks_at_data(m_choice) && !to_be_loaded(config)) {
    Json found = config;
    m_data = look_at_data(model, config, find_targets(model, found, usual));
  } else if (m_choice == Json("corda")) {
    fail(ErrorKind::input, "CorDA moved a part of the base into the factors, and the folder does not tell which; PEFT cannot load such an adapter by itself either",
         "peft.init_lora_weights", "Put the adapter as it was before training (PEFT: init_lora_weights = True, then save_pretrained) into its sub-folder \"initial\".");
  } else if (looks_at_data(m_choice)) {
    m_choice = true;  // EVA leaves the base alone; for LoRA-GA PEFT does so as well when it loads
    m_keep = false;
  }
}

LoraFactors FirstValues::of(const Json& config, const Linear& layer, const Tensor& weight, at::Generator& generator) const {
  check_conv1d(layer, m_choice);
  const LoraShape shape = shape_of(config, layer.name);
  if (!m_initial.empty()) return initial_factors(m_initial, layer.name, weight, shape.scale);
  if (looks_at_data(m_choice)) return init_lora_from_data(config, layer, weight, shape, m_data, generator);
  if (m_choice == Json("loftq")) return init_lora_loftq(config.at("loftq_config"), shape, weight);
  return init_lora_linear(m_choice, shape, weight, generator);
}

}  // namespace paretune
