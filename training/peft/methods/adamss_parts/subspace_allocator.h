// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// AdaMSS's subspace allocation: subspaces whose values and gradients have been small stop being trained, over all layers together.
#include "training/peft/methods/adamss_parts/subspaces.h"

namespace paretune {

struct SubspaceSchedule {
  int64_t target = 50, first_step = 50, last_step = 1000, interval = 100;
  double importance_beta = 0.85, uncertainty_beta = 0.85, exponent = 3.0;
  bool others = false;  // something beside the subspaces is trained too

  int64_t budget(int64_t step, int64_t total) const;
};

class SubspaceAllocator {
 public:
  SubspaceAllocator(std::vector<std::shared_ptr<Subspaces>> layers, const SubspaceSchedule& schedule);
  // After an optimiser's step, with its gradients still there. `step` counts from 0, as HF's Trainer does where PEFT listens to it.
  void after_step(int64_t step, bool last);

  NamedTensors state();
  void set_state(const std::map<std::string, Tensor>& state);

 private:
  struct Statistics {
    Tensor importance, uncertainty;  // undefined until a gradient was seen
  };
  struct Subspace {
    Subspaces* layer;
    std::size_t number;
    Statistics a, b;
    std::string name() const { return layer->module + "." + std::to_string(number); }
  };
  void measure();
  void allocate(int64_t budget);
  bool trains_something() const;
  static void set_trained(const Subspace& subspace, bool trained);
  std::vector<std::pair<std::string, Tensor*>> named_statistics();

  std::vector<std::shared_ptr<Subspaces>> m_layers;
  SubspaceSchedule m_schedule;
  std::vector<Subspace> m_subspaces;
};

}  // namespace paretune
