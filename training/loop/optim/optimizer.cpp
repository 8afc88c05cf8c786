// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/optim/optimizer.h"

#include <algorithm>
#include <cctype>

namespace paretune {

const OptimizerKind& find_optimizer(const std::string& name) {
  std::string known;
  for (const OptimizerKind* kind : optimizers()) {
    for (const auto& accepted : kind->names) {
      if (accepted == name) return *kind;
      known += (known.empty() ? "" : ", ") + accepted;
    }
  }
  fail(ErrorKind::input, "unknown optimiser \"" + name + "\"", "training.optim", "Known are " + known + ".");
}

bool decays(const std::string& name) {
  std::string lower = name;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const char* word : {"bias", "layernorm", "rmsnorm"}) {
    if (lower.find(word) != std::string::npos) return false;
  }
  for (std::size_t begin = 0; begin <= lower.size();) {
    const std::size_t end = std::min(lower.find('.', begin), lower.size());
    const std::string part = lower.substr(begin, end - begin);
    if (part == "norm" || part.ends_with("_norm")) return false;
    begin = end + 1;
  }
  return true;
}

namespace {

std::vector<at::Tensor> gradients_of(const NamedTensors& leaves) {
  std::vector<at::Tensor> out;
  for (const auto& [name, leaf] : leaves) {
    if (leaf.grad().defined()) out.push_back(leaf.grad());
  }
  return out;
}

// One launch for many small tensors where the device is not the CPU.
double norm_of(const std::vector<at::Tensor>& gradients) {
  if (gradients.empty()) return 0;
  std::vector<at::Tensor> norms;
  if (gradients[0].is_cpu()) {
    for (const auto& gradient : gradients) norms.push_back(at::linalg_vector_norm(gradient, 2));
  } else {
    norms = at::_foreach_norm(gradients, 2);
  }
  return at::linalg_vector_norm(at::stack(norms), 2).item<double>();
}

double clip_factor(double norm, double limit) { return limit > 0 ? std::min(1.0, limit / (norm + 1e-6)) : 1; }

void scale(const std::vector<at::Tensor>& gradients, double factor) {
  if (!(factor < 1)) return;
  if (!gradients[0].is_cpu()) return at::_foreach_mul_(gradients, factor);
  for (at::Tensor gradient : gradients) gradient.mul_(factor);
}

}  // namespace

double clip_gradients(const NamedTensors& leaves, double limit) {
  torch::NoGradGuard no_grad;
  const auto gradients = gradients_of(leaves);
  const double norm = norm_of(gradients);
  scale(gradients, clip_factor(norm, limit));
  return norm;
}

double clip_gradients(Optimizer& optimizer, double limit) {
  if (!optimizer.scales_gradients()) return clip_gradients(optimizer.leaves(), limit);
  torch::NoGradGuard no_grad;
  const double norm = norm_of(gradients_of(optimizer.leaves()));
  optimizer.set_gradient_factor(clip_factor(norm, limit));
  return norm;
}

void Optimizer::clear_gradients() {
  for (auto& [name, leaf] : m_leaves) leaf.mutable_grad() = at::Tensor();
}

void Optimizer::load_state(const std::map<std::string, at::Tensor>& tensors) {
  torch::NoGradGuard no_grad;
  for (auto& [name, tensor] : state()) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) fail(ErrorKind::io, "optimiser state lacks \"" + name + "\"");
    if (found->second.sizes() != tensor.sizes() || found->second.scalar_type() != tensor.scalar_type()) {
      fail(ErrorKind::io, "optimiser state \"" + name + "\" has another shape or type");
    }
    tensor.copy_(found->second);
  }
}

}  // namespace paretune
