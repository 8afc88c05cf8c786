// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Optimisers over named leaves. The learning rate comes with each step; state goes out and in as named tensors.
#include <torch/torch.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "training/loop/settings.h"

namespace paretune {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;  // as in peft/adapter.h

class Optimizer {
 public:
  explicit Optimizer(NamedTensors leaves) : m_leaves(std::move(leaves)) {}
  virtual ~Optimizer() = default;
  virtual void step(double learning_rate) = 0;  // leaves without a gradient stay as they are
  // Whether step() multiplies gradients by set_gradient_factor()'s number itself, so that a pass over them is saved.
  virtual bool scales_gradients() const { return false; }
  void set_gradient_factor(double factor) { m_gradient_factor = factor; }
  void clear_gradients();
  const NamedTensors& leaves() const { return m_leaves; }
  // "<leaf>.<slot>" -> tensor, aliases of the live state.
  virtual NamedTensors state() = 0;
  // Bytes copied into the state; throws Failure(io) naming what is missing or misshaped.
  void load_state(const std::map<std::string, at::Tensor>& tensors);

 protected:
  NamedTensors m_leaves;
  double m_gradient_factor = 1;
};

struct OptimizerKind {
  std::vector<std::string> names;  // HF `optim` values it answers to
  std::unique_ptr<Optimizer> (*make)(NamedTensors leaves, const TrainSettings& settings);
  int64_t (*state_bytes)(const std::vector<int64_t>& shape);  // of one fp32 leaf
};
std::span<const OptimizerKind* const> optimizers();  // made from the build list
const OptimizerKind& find_optimizer(const std::string& name);  // throws Failure(input) naming the known ones

// HF Trainer: no decay for names with "bias", "layernorm", "rmsnorm", or a part that is "norm" or ends in "_norm".
bool decays(const std::string& name);

// Norm over all gradients (fp64 sum of per-leaf norms); with limit > 0 gradients are scaled as clip_grad_norm_ does.
double clip_gradients(const NamedTensors& leaves, double limit);
double clip_gradients(Optimizer& optimizer, double limit);  // of its leaves; the scaling is left to it where it can

}  // namespace paretune
