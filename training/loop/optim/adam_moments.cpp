// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/optim/adam_moments.h"

#include <cmath>

#include "kernels/common/device_kernels.h"

namespace paretune {

AdamMoments::AdamMoments(const NamedTensors& leaves) {
  for (const auto& [name, leaf] : leaves) {
    m_first.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
    m_second.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
    m_steps.push_back(at::zeros({}, leaf.options().dtype(at::kFloat).requires_grad(false)));
  }
}

bool AdamMoments::fused(const NamedTensors& leaves) {
  return !leaves.empty() && std::all_of(leaves.begin(), leaves.end(), [](const auto& named) {
    const at::Tensor& leaf = named.second;
    return leaf.scalar_type() == at::kFloat && leaf.is_contiguous() && kernels::device_kernels(leaf, &kernels::DeviceKernels::adamw);
  });
}

void AdamMoments::step(const NamedTensors& leaves, const std::vector<std::size_t>& which, double rate, double decay, const TrainSettings& settings,
                       double factor) {
  torch::NoGradGuard no_grad;
  std::vector<at::Tensor> values, gradients, first, second, steps;
  for (const std::size_t i : which) {
    const at::Tensor& leaf = leaves[i].second;
    if (!leaf.grad().defined()) continue;
    values.push_back(leaf);
    gradients.push_back(leaf.grad());
    first.push_back(m_first[i]);
    second.push_back(m_second[i]);
    steps.push_back(m_steps[i]);
  }
  if (values.empty()) return;
  if (fused(leaves)) {
    at::_foreach_add_(steps, 1);
    std::vector<kernels::AdamWLeaf> parts;
    for (std::size_t i = 0; i < values.size(); ++i) {
      gradients[i] = gradients[i].contiguous();
      parts.push_back({values[i].mutable_data_ptr<float>(), gradients[i].const_data_ptr<float>(), first[i].mutable_data_ptr<float>(),
                       second[i].mutable_data_ptr<float>(), steps[i].const_data_ptr<float>(), values[i].numel()});
    }
    const auto f = [](double value) { return static_cast<float>(value); };
    const double b1 = settings.adam_beta1, b2 = settings.adam_beta2;
    const kernels::AdamWStep numbers{f(rate), f(b1), f(b2), f(1 - b1), f(1 - b2), f(std::log(b1)), f(std::log(b2)), f(settings.adam_epsilon), f(decay), f(factor)};
    kernels::device_kernels(values[0], &kernels::DeviceKernels::adamw)->adamw(parts.data(), std::ssize(parts), numbers, kernels::device_stream(values[0]));
    return;
  }
  for (at::Tensor& step : steps) step.add_(1);
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
