// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What methods share that learn a few coefficients of a weight change's transform, at places a seed chooses (FourierFT, WaveFT).
#include "training/api/schema.h"
#include "training/models/layers/modules.h"

namespace paretune {

// n_frequency, n_frequency_pattern and random_loc_seed; layers_to_transform with target_modules as one text is refused.
std::vector<ParamSpec> spectral_specs(int64_t n_frequency);
void check_spectral_config(const Json& config);

// The places of each layer: torch.randperm(out * in) from random_loc_seed, its first `count`, as flat places of (out, in). Every layer
// begins with the same seed, so equal layers have equal places, drawn once.
class SpectralPlaces {
 public:
  explicit SpectralPlaces(int64_t seed) : m_seed(seed) {}
  Tensor of(const Linear& layer, int64_t count);

 private:
  int64_t m_seed;
  std::map<std::pair<int64_t, int64_t>, Tensor> m_drawn;  // by entries and count
};

}  // namespace paretune
