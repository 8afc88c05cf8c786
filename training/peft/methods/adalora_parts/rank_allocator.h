// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// AdaLoRA's budget (arXiv 2303.10512): which triplets of all layers together stay, by a moving average of |value * gradient|.
#include "training/peft/adapter.h"

namespace paretune {

// The factors of one layer's change B diag(E) A.
struct SvdFactors {
  std::string module;
  Tensor a, e, b;  // (r, in), (r, 1), (out, r): trained
  Tensor kept;     // (r) bool, or undefined while no triplet was ever dropped
};

struct RankSchedule {
  int64_t target_rank = 8, total_steps = 1, initial_steps = 0, final_steps = 0, interval = 1;
  double beta1 = 0.85, beta2 = 0.85;

  int64_t last_allocation() const { return total_steps - final_steps; }
  // Ranks of all layers together after step `step`, which begins with `initial`.
  int64_t budget(int64_t step, int64_t initial, int64_t final) const;
};

class RankAllocator {
 public:
  RankAllocator(std::vector<std::shared_ptr<SvdFactors>> layers, const RankSchedule& schedule);
  // After the optimiser's step `step`, counted from 1, with that step's gradients still there. True when SvdFactors::kept changed.
  bool after_step(int64_t step);

  NamedTensors state() const;  // what steps to come depend on; aliases
  void set_state(const std::map<std::string, Tensor>& state);

 private:
  std::vector<Tensor> factors() const;  // a, e, b of one layer after the other
  void measure();
  void allocate(int64_t budget);
  void drop_again();

  std::vector<std::shared_ptr<SvdFactors>> m_layers;
  RankSchedule m_schedule;
  int64_t m_initial = 0;
  std::vector<Tensor> m_sensitivity, m_uncertainty;  // as factors(); empty until the first step and after the last allocation
};

}  // namespace paretune
