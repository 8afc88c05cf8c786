// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "training/models/causal_lm.h"

namespace paretune {

// Cosines and sines of rotary positions, grown on demand. Scaling: default, linear, llama3, yarn, longrope (transformers
// modeling_rope_utils.py).
class RopeTable {
 public:
  // Whole heads, as rope_parameters or rope_scaling say. Throws Failure(unsupported) naming an unknown rope_type.
  explicit RopeTable(const ModelConfig& config);
  // The first `dim` numbers of each head; scaling: null, or an object with rope_type.
  RopeTable(const ModelConfig& config, int64_t dim, double theta, const Json& scaling);
  // Rows of samples as in TokenBatch; positions (N) int64 on CPU or device -> cos, sin, each (N, dim/2) fp32. Longrope has other
  // frequencies for samples longer than changes_at().
  std::pair<Tensor, Tensor> at_positions(const Tensor& positions, const std::vector<int64_t>& offsets, at::Device device);
  int64_t changes_at() const { return m_first_length; }  // 0: never

 private:
  struct Waves {
    Tensor inverse_frequencies;  // (dim/2) fp32
    Tensor cos, sin;             // (length, dim/2)
    void reach(int64_t length, double scale, at::Device device);
  };
  Waves m_waves, m_long;  // m_long: of samples longer than m_first_length, where frequencies are defined
  int64_t m_first_length = 0;
  double m_scale = 1;  // attention_scaling
};

// The "rope_parameters" or "rope_scaling" of a config.json, or null.
Json rope_scaling_of(const ModelConfig& config);

}  // namespace paretune
