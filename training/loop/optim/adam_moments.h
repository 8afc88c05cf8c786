// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Adam's moments of every leaf, and one fused AdamW pass (ATen's, or the accelerator's kernel) over some of them.
#include "training/loop/optim/optimizer.h"

namespace paretune {

class AdamMoments {
 public:
  explicit AdamMoments(const NamedTensors& leaves);
  // Leaves `which` that have a gradient, with this rate and decay. Gradients are multiplied by `factor` first, which is 1 where not fused().
  void step(const NamedTensors& leaves, const std::vector<std::size_t>& which, double rate, double decay, const TrainSettings& settings, double factor = 1);
  static bool fused(const NamedTensors& leaves);  // whether the accelerator's own kernel takes all of them
  NamedTensors state(const NamedTensors& leaves);
  static int64_t bytes(const std::vector<int64_t>& shape) { return 8 * c10::multiply_integers(shape) + 4; }

 private:
  std::vector<at::Tensor> m_first, m_second, m_steps;
};

}  // namespace paretune
