// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/adalora_parts/rank_allocator.h"

#include <cmath>

namespace paretune {
namespace {

constexpr const char* kParts[] = {"lora_A", "lora_E", "lora_B"};

}  // namespace

int64_t RankSchedule::budget(int64_t step, int64_t initial, int64_t final) const {
  if (step <= initial_steps) return initial;
  if (step > last_allocation()) return final;
  const double left = 1.0 - static_cast<double>(step - initial_steps) / static_cast<double>(last_allocation() - initial_steps);
  return static_cast<int64_t>(static_cast<double>(initial - final) * std::pow(left, 3.0) + static_cast<double>(final));
}

RankAllocator::RankAllocator(std::vector<std::shared_ptr<SvdFactors>> layers, const RankSchedule& schedule)
    : m_layers(std::move(layers)), m_schedule(schedule) {
  for (const auto& layer : m_layers) m_initial += layer->a.size(0);
}

std::vector<Tensor> RankAllocator::factors() const {
  std::vector<Tensor> out;
  for (const auto& layer : m_layers) out.insert(out.end(), {layer->a, layer->e, layer->b});
  return out;
}

bool RankAllocator::after_step(int64_t step) {
  at::NoGradGuard no_grad;
  const int64_t final = m_schedule.target_rank * static_cast<int64_t>(m_layers.size()), last = m_schedule.last_allocation();
  if (step > last) {
    drop_again();
    return false;
  }
  if (step < last) {
    measure();
    if (step <= m_schedule.initial_steps || step % m_schedule.interval != 0) return false;
  }
  allocate(m_schedule.budget(step, m_initial, final));
  if (step == last) {
    m_sensitivity.clear();
    m_uncertainty.clear();
  }
  return true;
}

// I = |p g|, S = b1 S + (1 - b1) I, U = b2 U + (1 - b2) |I - S| with the new S.
void RankAllocator::measure() {
  std::vector<Tensor> values, gradients;
  for (const Tensor& leaf : factors()) {
    values.push_back(leaf.detach());
    gradients.push_back(leaf.grad().defined() ? leaf.grad() : at::zeros_like(leaf));
  }
  if (m_sensitivity.empty()) {
    for (const Tensor& value : values) {
      m_sensitivity.push_back(at::zeros_like(value));
      m_uncertainty.push_back(at::zeros_like(value));
    }
  }
  std::vector<Tensor> importance = at::_foreach_mul(values, gradients);
  at::_foreach_abs_(importance);
  at::_foreach_mul_(m_sensitivity, m_schedule.beta1);
  at::_foreach_add_(m_sensitivity, importance, 1 - m_schedule.beta1);
  at::_foreach_sub_(importance, m_sensitivity);
  at::_foreach_abs_(importance);
  at::_foreach_mul_(m_uncertainty, m_schedule.beta2);
  at::_foreach_add_(m_uncertainty, importance, 1 - m_schedule.beta2);
}

// Drops the triplets of least score until `budget` are left. A dropped triplet has E = 0 and may come back while the schedule runs.
void RankAllocator::allocate(int64_t budget) {
  if (m_sensitivity.empty()) return;
  std::vector<Tensor> scores;
  for (std::size_t i = 0; i < m_sensitivity.size(); i += 3) {
    auto score = [&](std::size_t part) { return m_sensitivity[i + part] * m_uncertainty[i + part]; };
    scores.push_back(score(1).view(-1) + (score(0).mean(1) + score(2).mean(0)));
  }
  const Tensor all = at::cat(scores);
  const int64_t dropped = m_initial - budget;
  // PEFT stops with an error where there is nothing to drop (target_r = init_r).
  const double threshold = dropped > 0 ? std::get<0>(at::kthvalue(all, std::min(dropped, all.numel()))).item<double>() : -1.0;
  for (std::size_t i = 0; i < m_layers.size(); ++i) {
    m_layers[i]->kept = scores[i] > threshold;
    m_layers[i]->e.detach().masked_fill_(m_layers[i]->kept.logical_not().unsqueeze(1), 0.0);
  }
}

void RankAllocator::drop_again() {
  for (const auto& layer : m_layers) {
    if (layer->kept.defined()) layer->e.detach().masked_fill_(layer->kept.logical_not().unsqueeze(1), 0.0);
  }
}

NamedTensors RankAllocator::state() const {
  NamedTensors out;
  for (std::size_t i = 0; i < m_layers.size(); ++i) {
    const std::string prefix = m_layers[i]->module + ".";
    if (m_layers[i]->kept.defined()) out.emplace_back(prefix + "kept", m_layers[i]->kept);
    if (m_sensitivity.empty()) continue;
    for (std::size_t part = 0; part < 3; ++part) {
      out.emplace_back(prefix + kParts[part] + ".sensitivity", m_sensitivity[3 * i + part]);
      out.emplace_back(prefix + kParts[part] + ".uncertainty", m_uncertainty[3 * i + part]);
    }
  }
  return out;
}

void RankAllocator::set_state(const std::map<std::string, Tensor>& state) {
  const auto take = [&](const std::string& name, at::IntArrayRef shape) {
    const auto found = state.find(name);
    if (found == state.end()) return Tensor();
    if (found->second.sizes() != shape) fail(ErrorKind::io, "tensor \"" + name + "\" has another shape");
    return found->second.clone();
  };
  std::vector<Tensor> sensitivity, uncertainty, kept;
  for (const auto& layer : m_layers) {
    const Tensor mask = take(layer->module + ".kept", {layer->e.size(0)});
    kept.push_back(mask.defined() ? mask.to(layer->e.device(), at::kBool) : Tensor());
    std::size_t part = 0;
    for (const Tensor& leaf : {layer->a, layer->e, layer->b}) {
      const std::string name = layer->module + "." + kParts[part++];
      const Tensor s = take(name + ".sensitivity", leaf.sizes()), u = take(name + ".uncertainty", leaf.sizes());
      if (!s.defined() || !u.defined()) continue;
      sensitivity.push_back(s.to(leaf.device()));
      uncertainty.push_back(u.to(leaf.device()));
    }
  }
  if (sensitivity.size() % (3 * m_layers.size()) != 0) fail(ErrorKind::io, "holds the rank allocation of some layers only");
  for (std::size_t i = 0; i < m_layers.size(); ++i) m_layers[i]->kept = kept[i];
  m_sensitivity = std::move(sensitivity);
  m_uncertainty = std::move(uncertainty);
}

}  // namespace paretune
