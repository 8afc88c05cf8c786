// SPDX-License-Identifier: GPL-3.0-or-later
// AdamW (https://arxiv.org/abs/1711.05101) by ATen's fused kernel: one pass over parameter, gradient and both moments.
#include "training/loop/optim/optimizer.h"

namespace paretune {
namespace {

class AdamW : public Optimizer {
 public:
  AdamW(NamedTensors leaves, const TrainSettings& settings) : Optimizer(std::move(leaves)), m_settings(settings) {
    for (const auto& [name, leaf] : m_leaves) {
      m_first.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
      m_second.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
      m_steps.push_back(at::zeros({}, leaf.options().dtype(at::kFloat).requires_grad(false)));
    }
  }

  void step(double learning_rate) override {
    torch::NoGradGuard no_grad;
    for (const bool decayed : {true, false}) {
      std::vector<at::Tensor> values, gradients, first, second, steps;
      for (std::size_t i = 0; i < m_leaves.size(); ++i) {
        const auto& [name, leaf] = m_leaves[i];
        if (!leaf.grad().defined() || decays(name) != decayed) continue;
        values.push_back(leaf);
        gradients.push_back(leaf.grad());
        first.push_back(m_first[i]);
        second.push_back(m_second[i]);
        steps.push_back(m_steps[i].add_(1));
      }
      if (values.empty()) continue;
      at::_fused_adamw_(values, gradients, first, second, {}, steps, learning_rate, m_settings.adam_beta1, m_settings.adam_beta2,
                        decayed ? m_settings.weight_decay : 0.0, m_settings.adam_epsilon, false, false);
    }
  }

  NamedTensors state() override {
    NamedTensors out;
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      out.emplace_back(m_leaves[i].first + ".exp_avg", m_first[i]);
      out.emplace_back(m_leaves[i].first + ".exp_avg_sq", m_second[i]);
      out.emplace_back(m_leaves[i].first + ".step", m_steps[i]);
    }
    return out;
  }

 private:
  TrainSettings m_settings;
  std::vector<at::Tensor> m_first, m_second, m_steps;
};

}  // namespace

extern const OptimizerKind adamw_optimizer;
const OptimizerKind adamw_optimizer{
    {"adamw", "adamw_torch", "adamw_torch_fused"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<AdamW>(std::move(leaves), settings);
    },
    [](const std::vector<int64_t>& shape) { return 8 * c10::multiply_integers(shape) + 4; },
};

}  // namespace paretune
