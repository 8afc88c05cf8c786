// SPDX-License-Identifier: GPL-3.0-or-later
// AdamW (https://arxiv.org/abs/1711.05101) by ATen's fused kernel: one pass over parameter, gradient and both moments.
#include "training/loop/optim/adam_moments.h"

namespace paretune {
namespace {

class AdamW : public Optimizer {
 public:
  AdamW(NamedTensors leaves, const TrainSettings& settings) : Optimizer(std::move(leaves)), m_settings(settings), m_moments(m_leaves) {
    for (std::size_t i = 0; i < m_leaves.size(); ++i) (decays(m_leaves[i].first) ? m_decayed : m_others).push_back(i);
  }

  void step(double learning_rate) override {
    m_moments.step(m_leaves, m_decayed, learning_rate, m_settings.weight_decay, m_settings, m_gradient_factor);
    m_moments.step(m_leaves, m_others, learning_rate, 0.0, m_settings, m_gradient_factor);
    m_gradient_factor = 1;
  }
  bool scales_gradients() const override { return AdamMoments::fused(m_leaves); }
  NamedTensors state() override { return m_moments.state(m_leaves); }

 private:
  TrainSettings m_settings;
  AdamMoments m_moments;
  std::vector<std::size_t> m_decayed, m_others;
};

}  // namespace

extern const OptimizerKind adamw_optimizer;
const OptimizerKind adamw_optimizer{
    {"adamw", "adamw_torch", "adamw_torch_fused"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<AdamW>(std::move(leaves), settings);
    },
    AdamMoments::bytes,
};

}  // namespace paretune
