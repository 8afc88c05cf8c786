// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/causal_lm.h"

namespace paretune {

// Cosines and sines of rotary positions, grown on demand. Scaling: default, linear, llama3 (transformers modeling_rope_utils.py).
class RopeTable {
 public:
  explicit RopeTable(const ModelConfig& config);  // throws Failure(unsupported) naming an unknown rope_type
  // positions (N) int64 on CPU or device -> cos, sin, each (N, hd/2) fp32.
  std::pair<Tensor, Tensor> at_positions(const Tensor& positions, int64_t longest, at::Device device);

 private:
  Tensor m_inverse_frequencies;  // (hd/2) fp32
  double m_scale = 1;            // attention_scaling
  Tensor m_cos, m_sin;           // (length, hd/2)
};

}  // namespace paretune
