// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/causal_lm.h"

#include <numeric>
#include <set>

#include "kernels/linear_cross_entropy/linear_cross_entropy.h"

namespace paretune {

TokenBatch TokenBatch::of(const std::vector<std::vector<int64_t>>& samples, at::Device device) {
  TokenBatch batch;
  batch.offsets = {0};
  for (const auto& sample : samples) batch.offsets.push_back(batch.offsets.back() + static_cast<int64_t>(sample.size()));
  batch.ids = at::empty({batch.offsets.back()}, at::kLong);
  batch.positions = at::empty({batch.offsets.back()}, at::kLong);
  auto* ids = batch.ids.data_ptr<int64_t>();
  auto* positions = batch.positions.data_ptr<int64_t>();
  for (const auto& sample : samples) {
    ids = std::copy(sample.begin(), sample.end(), ids);
    std::iota(positions, positions + sample.size(), int64_t{0});
    positions += sample.size();
  }
  batch.ids = batch.ids.to(device);
  batch.positions = batch.positions.to(device);
  return batch;
}

Tensor CausalLm::hidden(const TokenBatch& batch, KvCache* cache) {
  if (!m_announcing && !mixtures.empty()) {
    m_announcing = true;
    const auto done = std::shared_ptr<void>(nullptr, [this](void*) { m_announcing = false; });
    for (const auto& mixture : mixtures) {
      if (mixture->enabled) mixture->begin_forward(*this, batch, cache);
    }
  }
  return forward_hidden(batch, cache);
}

Tensor CausalLm::logits(const Tensor& hidden) { return m_head.forward(hidden); }

Tensor CausalLm::loss(const Tensor& hidden, const Tensor& targets, double normaliser) {
  if (!m_head.adapted()) {
    return kernels::linear_cross_entropy(hidden, m_head.weight->value(), m_head.bias ? m_head.bias->value() : Tensor(), targets, normaliser);
  }
  const Tensor rows = (targets != -100).nonzero().squeeze(1);
  const Tensor scores = m_head.forward(hidden.index_select(0, rows));
  return at::cross_entropy_loss(scores, targets.index_select(0, rows), {}, at::Reduction::Sum) / normaliser;
}

std::vector<Linear*> CausalLm::linears() {
  std::vector<Linear*> linears;
  std::vector<Norm*> norms;
  collect(linears, norms);
  linears.push_back(&m_head);
  return linears;
}

std::vector<Norm*> CausalLm::norms() {
  std::vector<Linear*> linears;
  std::vector<Norm*> norms;
  collect(linears, norms);
  return norms;
}

std::vector<std::pair<std::string, ParamPtr>> CausalLm::parameters() {
  std::vector<std::pair<std::string, ParamPtr>> out;
  std::set<Param*> seen;
  auto add = [&](const std::string& name, const ParamPtr& param) {
    if (param && seen.insert(param.get()).second) out.emplace_back(name, param);
  };
  add(m_embed.name + ".weight", m_embed.weight);
  if (const Embedding* positions = position_embeddings()) add(positions->name + ".weight", positions->weight);
  for (Linear* linear : linears()) {
    add(linear->name + ".weight", linear->weight);
    add(linear->name + ".bias", linear->bias);
  }
  for (Norm* norm : norms()) {
    add(norm->name + ".weight", norm->weight);
    add(norm->name + ".bias", norm->bias);
  }
  return out;
}

bool CausalLm::transposed_in_files(const std::string& parameter) {
  for (const Linear* linear : linears()) {
    if (linear->conv1d && parameter == linear->name + ".weight") return true;
  }
  return false;
}

void CausalLm::set_training(bool on) {
  for (Linear* linear : linears()) linear->training = on;
}

int64_t CausalLm::parameter_count() {
  int64_t count = 0;
  for (const auto& [name, param] : parameters()) count += param->base.numel();
  return count;
}

}  // namespace paretune
