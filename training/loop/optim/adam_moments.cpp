// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/optim/adam_moments.h"

namespace paretune {

AdamMoments::AdamMoments(const NamedTensors& leaves) {
  for (const auto& [name, leaf] : leaves) {
    m_first.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
    m_second.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
    m_steps.push_back(at::zeros({}, leaf.options().dtype(at::kFloat).requires_grad(false)));
  }
}

void AdamMoments::step(const NamedTensors& leaves, const std::vector<std::size_t>& which, double rate, double decay, const TrainSettings& settings) {
  torch::NoGradGuard no_grad;
  std::vector<at::Tensor> values, gradients, first, second, steps;
  for (const std::size_t i : which) {
    const at::Tensor& leaf = leaves[i].second;
    if (!leaf.grad().defined()) continue;
    values.push_back(leaf);
    gradients.push_back(leaf.grad());
    first.push_back(m_first[i]);
    second.push_back(m_second[i]);
    steps.push_back(m_steps[i].add_(1));
  }
  if (values.empty()) return;
  at::_fused_adamw_(values, gradients, first, second, {}, steps, rate, settings.adam_beta1, settings.adam_beta2, decay, settings.adam_epsilon, false, false);
}

NamedTensors AdamMoments::state(const NamedTensors& leaves) {
  NamedTensors out;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    out.emplace_back(leaves[i].first + ".exp_avg", m_first[i]);
    out.emplace_back(leaves[i].first + ".exp_avg_sq", m_second[i]);
    out.emplace_back(leaves[i].first + ".step", m_steps[i]);
  }
  return out;
}

}  // namespace paretune
