// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Parts of the methods from LyCORIS (LoHa, LoKr).
#include "training/api/schema.h"
#include "training/models/layers/modules.h"

namespace paretune {

// r, alpha, rank_dropout, module_dropout; use_effective_conv2d; rank_pattern and alpha_pattern.
std::vector<ParamSpec> lycoris_specs(const std::string& title);
// What PEFT's config refuses.
void check_lycoris(const Json& config);

struct LycorisShape {
  int64_t rank = 8;
  double scale = 1;  // alpha / rank
  double rank_dropout = 0, module_dropout = 0;
  bool rank_dropout_scale = true;  // the outputs that stay are made larger by what is dropped
};
LycorisShape lycoris_shape(const Json& config, const std::string& module);

// The random numbers of one pass through a layer, drawn as PEFT draws them.
class LycorisDropout {
 public:
  LycorisDropout(const LycorisShape& shape, const Linear& layer);
  bool skips() const { return m_skips; }       // the change is left out in this pass
  const Tensor& outputs() const { return m_outputs; }  // (out) factors of the change, or undefined where nothing is dropped

 private:
  bool m_skips = false;
  Tensor m_outputs;
};

}  // namespace paretune
