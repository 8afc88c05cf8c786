// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/trained_params.h"

namespace paretune {

TrainedParams::~TrainedParams() {
  unmerge();
  for (Item& item : m_items) {
    item.param->trained = Tensor();
    item.param->enabled = true;
  }
  for (auto it = m_parted.rbegin(); it != m_parted.rend(); ++it) *it->place = it->tied;
}

void TrainedParams::add(const std::string& name, const ParamPtr& param, bool transposed) {
  if (param->trained.defined()) return;
  const bool table = param == m_model.embeddings().weight || param == m_model.head().weight;
  if (param->packed && !table) {
    fail(ErrorKind::unsupported, "\"" + name + "\" cannot be trained: the base model's linear layers are quantised", "quantization",
         "Load the model without quantization, or use a method that leaves the weights as they are, LORA for example.");
  }
  const Tensor base = param->frozen().detach();
  at::AutoGradMode with_gradients(true);  // a method may make its adapters without; the transposed view must have them all the same
  const Tensor leaf = (transposed ? base.t() : base).clone(at::MemoryFormat::Contiguous).requires_grad_(true);
  param->trained = transposed ? leaf.t() : leaf;
  m_items.push_back({param});
  m_tensors.emplace_back(name, leaf);
  apply();
}

void TrainedParams::add_module(const std::string& prefix, const ModelModule& module) {
  const bool may_be_tied = module.embedding || module.linear == &m_model.head();
  for (auto& [part, place] : module.params()) {
    if (may_be_tied && part == "weight" && m_model.embeddings().weight == m_model.head().weight) {
      m_parted.push_back({place, *place});
      *place = std::make_shared<Param>(Param{.base = (*place)->base, .packed = (*place)->packed});
    }
    add(prefix + part, *place, part == "weight" && module.linear && module.linear->conv1d);
  }
}

void TrainedParams::set_enabled(bool on) {
  m_enabled = on;
  apply();
}

void TrainedParams::merge() {
  m_merged = true;
  apply();
}

void TrainedParams::unmerge() {
  m_merged = false;
  apply();
}

void TrainedParams::apply() {
  const bool folded = m_merged && m_enabled;
  for (Item& item : m_items) {
    if (folded && !item.original.defined()) {
      item.original = item.param->base;
      item.packed = std::exchange(item.param->packed, nullptr);
      item.param->base = item.param->trained.detach().clone();
    } else if (!folded && item.original.defined()) {
      item.param->base = item.original;
      item.param->packed = std::exchange(item.packed, nullptr);
      item.original = Tensor();
    }
    item.param->enabled = m_enabled && !m_merged;
  }
}

}  // namespace paretune
