// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A model, its adapter and its optimiser, with values that differ from step to step.
#include "tests/loop/tiny_world.h"
#include "training/loop/checkpoint.h"

namespace paretune::tiny {

struct World {
  std::unique_ptr<CausalLm> model = tiny::model();
  RunConfig config = tiny::config({{"max_steps", 9}, {"per_device_train_batch_size", 3}});
  std::unique_ptr<Adapter> adapter = make_adapter(*model, config.peft, 7).value();
  std::unique_ptr<Optimizer> optimizer = find_optimizer("adamw").make(adapter->trainable(), TrainSettings::of(config));

  void step(int64_t number) {
    for (auto& [name, leaf] : adapter->trainable()) leaf.mutable_grad() = at::full_like(leaf, 0.5 + static_cast<double>(number));
    optimizer->step(0.01);
  }
  Result<std::string> save(const std::string& folder, int64_t number, int64_t keep = 2, int64_t tokens = 0) {
    TrainState state;
    state.step = number;
    state.tokens = tokens;
    state.config_hash = "same";
    return save_checkpoint(folder, state, *adapter, *optimizer, "tiny", keep);
  }
  std::vector<Tensor> values() {
    std::vector<Tensor> out;
    for (auto& [name, leaf] : adapter->trainable()) out.push_back(leaf.detach().clone());
    for (auto& [name, tensor] : optimizer->state()) out.push_back(tensor.clone());
    return out;
  }
};

inline bool same(const std::vector<Tensor>& a, const std::vector<Tensor>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Tensor& x, const Tensor& y) { return at::equal(x, y); });
}

}  // namespace paretune::tiny
