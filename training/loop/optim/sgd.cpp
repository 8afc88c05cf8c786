// SPDX-License-Identifier: GPL-3.0-or-later
// SGD as torch.optim.SGD: decay added to the gradient, momentum without damping.
#include "training/loop/optim/optimizer.h"

namespace paretune {
namespace {

class Sgd : public Optimizer {
 public:
  Sgd(NamedTensors leaves, const TrainSettings& settings) : Optimizer(std::move(leaves)), m_settings(settings) {
    if (m_settings.momentum == 0) return;
    // Torch starts its buffer with the first gradient; zeros times the momentum plus that gradient are the same.
    for (const auto& [name, leaf] : m_leaves) m_buffers.push_back(at::zeros_like(leaf).requires_grad_(false));
  }

  void step(double learning_rate) override {
    torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      auto& [name, leaf] = m_leaves[i];
      if (!leaf.grad().defined()) continue;
      at::Tensor change = leaf.grad();
      if (m_settings.weight_decay != 0 && decays(name)) change = change.add(leaf, m_settings.weight_decay);
      if (m_settings.momentum != 0) change = m_buffers[i].mul_(m_settings.momentum).add_(change);
      leaf.add_(change, -learning_rate);
    }
  }

  NamedTensors state() override {
    NamedTensors out;
    for (std::size_t i = 0; i < m_buffers.size(); ++i) out.emplace_back(m_leaves[i].first + ".momentum_buffer", m_buffers[i]);
    return out;
  }

 private:
  TrainSettings m_settings;
  std::vector<at::Tensor> m_buffers;
};

}  // namespace

extern const OptimizerKind sgd_optimizer;
const OptimizerKind sgd_optimizer{
    {"sgd"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<Sgd>(std::move(leaves), settings);
    },
    [](const std::vector<int64_t>& shape) -> int64_t { return 0; },
};

}  // namespace paretune
