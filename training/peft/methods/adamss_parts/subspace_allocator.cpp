// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/adamss_parts/subspace_allocator.h"

#include <cmath>

namespace paretune {

int64_t SubspaceSchedule::budget(int64_t step, int64_t total) const {
  const double left = 1.0 - static_cast<double>(step - first_step) / static_cast<double>(last_step - first_step);
  return static_cast<int64_t>(static_cast<double>(target) + static_cast<double>(total - target) * std::pow(left, exponent));
}

SubspaceAllocator::SubspaceAllocator(std::vector<std::shared_ptr<Subspaces>> layers, const SubspaceSchedule& schedule)
    : m_layers(std::move(layers)), m_schedule(schedule) {
  for (const auto& layer : m_layers) {
    for (std::size_t k = 0; k < layer->a.size(); ++k) m_subspaces.push_back({.layer = layer.get(), .number = k});
  }
}

void SubspaceAllocator::after_step(int64_t step, bool last) {
  if (step < m_schedule.first_step || step > m_schedule.last_step) return;
  at::NoGradGuard no_grad;
  measure();
  if (step % m_schedule.interval != 0) return;
  allocate(m_schedule.budget(step, static_cast<int64_t>(m_subspaces.size())));
  for (auto& subspace : m_subspaces) subspace.a = subspace.b = {};
  if (!last && !trains_something()) {
    fail(ErrorKind::input, "leaves nothing to train: one subspace fewer than it says stays", "peft.asa_target_subspaces", "Give 2 or more.");
  }
}

bool SubspaceAllocator::trains_something() const {
  const auto trained = [](const Subspace& subspace) { return subspace.layer->a[subspace.number].requires_grad(); };
  return m_schedule.others || std::any_of(m_subspaces.begin(), m_subspaces.end(), trained);
}

// I' = |p g|, U = bu U + (1 - bu) |I' - I| with the old I, I = bi I + (1 - bi) I'.
void SubspaceAllocator::measure() {
  std::vector<Tensor> values, gradients, importance, uncertainty;
  auto add = [&](const Tensor& leaf, Statistics& of) {
    if (!leaf.grad().defined()) return;
    if (!of.importance.defined()) of = {at::zeros_like(leaf), at::zeros_like(leaf)};
    values.push_back(leaf.detach());
    gradients.push_back(leaf.grad());
    importance.push_back(of.importance);
    uncertainty.push_back(of.uncertainty);
  };
  for (auto& subspace : m_subspaces) {
    add(subspace.layer->a[subspace.number], subspace.a);
    add(subspace.layer->b[subspace.number], subspace.b);
  }
  if (values.empty()) return;
  std::vector<Tensor> now = at::_foreach_mul(values, gradients);
  at::_foreach_abs_(now);
  std::vector<Tensor> off = at::_foreach_sub(now, importance);
  at::_foreach_abs_(off);
  at::_foreach_mul_(uncertainty, m_schedule.uncertainty_beta);
  at::_foreach_add_(uncertainty, off, 1 - m_schedule.uncertainty_beta);
  at::_foreach_mul_(importance, m_schedule.importance_beta);
  at::_foreach_add_(importance, now, 1 - m_schedule.importance_beta);
}

// Those above the budget-th best score stay, one fewer than the budget says, as in PEFT. What was dropped has no gradient and so no score,
// and stays dropped.
void SubspaceAllocator::allocate(int64_t budget) {
  std::vector<const Subspace*> scored;
  std::vector<Tensor> scores;
  for (const auto& subspace : m_subspaces) {
    if (!subspace.a.importance.defined() || !subspace.b.importance.defined()) continue;
    scored.push_back(&subspace);
    scores.push_back((subspace.a.importance * subspace.a.uncertainty).mean() + (subspace.b.importance * subspace.b.uncertainty).mean());
  }
  if (scored.empty() || budget >= static_cast<int64_t>(scored.size())) return;
  const Tensor all = at::stack(scores).to(at::kCPU);
  const float threshold = -std::get<0>(at::kthvalue(-all, budget)).item<float>();
  for (std::size_t i = 0; i < scored.size(); ++i) set_trained(*scored[i], all.const_data_ptr<float>()[i] > threshold);
}

void SubspaceAllocator::set_trained(const Subspace& subspace, bool trained) {
  for (const Tensor& leaf : {subspace.layer->a[subspace.number], subspace.layer->b[subspace.number]}) {
    leaf.set_requires_grad(trained);
    if (!trained) leaf.mutable_grad() = Tensor();
  }
}

std::vector<std::pair<std::string, Tensor*>> SubspaceAllocator::named_statistics() {
  std::vector<std::pair<std::string, Tensor*>> out;
  for (auto& subspace : m_subspaces) {
    for (auto [letter, of] : {std::pair("A", &subspace.a), std::pair("B", &subspace.b)}) {
      out.emplace_back(subspace.name() + "." + letter + ".importance", &of->importance);
      out.emplace_back(subspace.name() + "." + letter + ".uncertainty", &of->uncertainty);
    }
  }
  return out;
}

NamedTensors SubspaceAllocator::state() {
  NamedTensors out;
  for (const auto& layer : m_layers) {
    Tensor trained = at::empty({static_cast<int64_t>(layer->a.size())}, at::kBool);
    for (std::size_t k = 0; k < layer->a.size(); ++k) trained.data_ptr<bool>()[k] = layer->a[k].requires_grad();
    out.emplace_back(layer->module + ".trained", trained);
  }
  for (const auto& [name, tensor] : named_statistics()) {
    if (tensor->defined()) out.emplace_back(name, *tensor);
  }
  return out;
}

void SubspaceAllocator::set_state(const std::map<std::string, Tensor>& state) {
  for (auto& subspace : m_subspaces) {
    const auto found = state.find(subspace.layer->module + ".trained");
    if (found == state.end()) continue;
    if (found->second.numel() != static_cast<int64_t>(subspace.layer->a.size())) {
      fail(ErrorKind::io, "tensor \"" + found->first + "\" has another shape");
    }
    set_trained(subspace, found->second[static_cast<int64_t>(subspace.number)].item<bool>());
  }
  for (auto& subspace : m_subspaces) subspace.a = subspace.b = {};
  for (const auto& [name, tensor] : named_statistics()) {
    const auto found = state.find(name);
    if (found != state.end()) *tensor = found->second.clone();
  }
  for (auto& subspace : m_subspaces) {
    const Tensor &a = subspace.layer->a[subspace.number], &b = subspace.layer->b[subspace.number];
    for (auto [leaf, of] : {std::pair(a, &subspace.a), std::pair(b, &subspace.b)}) {
      if (!of->importance.defined() && !of->uncertainty.defined()) continue;
      const auto fits = [&leaf = leaf](const Tensor& tensor) { return tensor.defined() && tensor.sizes() == leaf.sizes(); };
      if (!fits(of->importance) || !fits(of->uncertainty)) {
        fail(ErrorKind::io, "the importance of subspace " + subspace.name() + " is missing or has another shape");
      }
      *of = {of->importance.to(leaf.device()), of->uncertainty.to(leaf.device())};
    }
  }
}

}  // namespace paretune
