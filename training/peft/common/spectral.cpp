// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/spectral.h"

#include <ATen/CPUGeneratorImpl.h>

#include "training/peft/common/pattern.h"
#include "training/peft/common/refusals.h"
#include "training/peft/common/schema_parts.h"

namespace paretune {

std::vector<ParamSpec> spectral_specs(int64_t n_frequency) {
  return {whole_spec("n_frequency", n_frequency, "How many numbers each layer learns; at most inputs times outputs of the smallest layer.", 1),
          any_spec("n_frequency_pattern", Json::object(), "n_frequency of single layers: names or regular expressions with a number."),
          whole_spec("random_loc_seed", 777, "Seed of the places of these numbers.", {}, true)};
}

void check_spectral_config(const Json& config) {
  check_pattern(config.at("n_frequency_pattern"), "peft.n_frequency_pattern", true);
  refuse_layers_of_one_text(config);
}

Tensor SpectralPlaces::of(const Linear& layer, int64_t count) {
  const int64_t entries = layer.out_features() * layer.in_features();
  if (count < 1 || count > entries) {
    fail(ErrorKind::input, "is " + std::to_string(count) + " for \"" + layer.name + "\", which has " + std::to_string(entries) + " entries",
         "peft.n_frequency", "Choose a number from 1 to " + std::to_string(entries) + ", or set this layer's in n_frequency_pattern.");
  }
  Tensor& drawn = m_drawn[{entries, count}];
  if (!drawn.defined()) {
    const at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(static_cast<uint64_t>(m_seed));
    drawn = at::randperm(entries, generator, at::TensorOptions(at::kLong)).slice(0, 0, count).clone();
  }
  return drawn;
}

}  // namespace paretune
