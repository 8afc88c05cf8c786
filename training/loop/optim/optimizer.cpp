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

double clip_gradients(const NamedTensors& leaves, double limit) {
  torch::NoGradGuard no_grad;
  std::vector<at::Tensor> norms;
  for (const auto& [name, leaf] : leaves) {
    if (leaf.grad().defined()) norms.push_back(at::linalg_vector_norm(leaf.grad(), 2));
  }
  if (norms.empty()) return 0;
  const double norm = at::linalg_vector_norm(at::stack(norms), 2).item<double>();
  if (limit > 0) {
    const double factor = std::min(1.0, limit / (norm + 1e-6));
    if (factor < 1) {
      for (const auto& [name, leaf] : leaves) {
        if (leaf.grad().defined()) leaf.mutable_grad().mul_(factor);
      }
    }
  }
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
