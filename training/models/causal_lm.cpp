// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/causal_lm.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "kernels/linear_cross_entropy/linear_cross_entropy.h"
#include "training/models/layers/checkpointed.h"
#include "training/models/layers/compute_type.h"
#include "training/models/layers/virtual_tokens.h"
#include "training/models/quantized/packed_linear.h"

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
  const ComputeType computing(device, compute_type);
  if (!m_announcing && !mixtures.empty()) {
    m_announcing = true;
    const auto done = std::shared_ptr<void>(nullptr, [this](void*) { m_announcing = false; });
    for (const auto& mixture : mixtures) {
      if (mixture->enabled) mixture->begin_forward(*this, batch, cache);
    }
  }
  return forward(batch, cache);
}

Tensor CausalLm::forward(const TokenBatch& batch, KvCache* cache) {
  EmbeddedRows rows{m_embed.forward(batch.ids), batch.positions, batch.offsets, cache, prompt && prompt->enabled ? prompt.get() : nullptr};
  Tensor ahead;
  if (rows.prompt) {
    rows.prompt->begin_forward(batch);
    ahead = rows.prompt->prompt_embeddings();
    if (!ahead.defined()) rows.positions = rows.positions + rows.prompt->virtual_tokens();  // as HF's past_key_values shift them
    else if (cache && cache->length > 0) ahead = Tensor();  // in the cache already, and counted in the caller's positions
    else rows.x = with_virtual_tokens(rows.x, ahead, rows.offsets, rows.positions);
  }
  const int64_t count = ahead.defined() ? ahead.size(-2) : 0;
  if (blocks && blocks->enabled) blocks->begin_forward(batch, rows);
  const Tensor x = forward_rows(rows);
  if (cache) cache->length += batch.ids.size(0) + count;
  m_ahead = m_first_labels = Tensor();
  if (!ahead.defined()) return x;
  m_ahead = virtual_tokens_of(x, count, rows.offsets);
  m_first_labels = batch.first_labels;
  return without_virtual_tokens(x, count, rows.offsets);
}

Tensor CausalLm::hidden_of(const EmbeddedRows& rows) {
  const Tensor x = forward_rows(rows);
  if (rows.cache) rows.cache->length += rows.x.size(0);
  return x;
}

Tensor CausalLm::run_block(int64_t number, const Tensor& x, const EmbeddedRows& rows, const std::function<Tensor(const Tensor&)>& block) {
  auto run = [&](const Tensor& input) {
    if (!gradient_checkpointing || rows.cache) return block(input);
    const auto again = [this, block](const Tensor& x) {  // in the backward pass nobody else says so
      const ComputeType computing(device, compute_type);
      return block(x);
    };
    std::vector<Tensor*> carried;
    for (const auto& mixture : mixtures) {
      if (Tensor* tensor = mixture->enabled ? mixture->carried() : nullptr) carried.push_back(tensor);
    }
    return checkpointed(again, input, carried);
  };
  return blocks && blocks->enabled ? blocks->around(number, x, run) : run(x);
}

Tensor CausalLm::logits(const Tensor& hidden) {
  const ComputeType computing(device, compute_type);
  const Tensor scores = m_head.forward(hidden).to(at::kFloat);
  return m_logit_softcap > 0 ? at::tanh(scores / m_logit_softcap) * m_logit_softcap : scores;
}

std::shared_ptr<void> CausalLm::take_score_head(const Tensor& weight) {
  Linear score;
  score.name = "score";
  score.training = m_head.training;
  score.weight = std::make_shared<Param>();
  score.weight->base = weight.to(device, at::kFloat);
  m_classifies = true;
  return std::shared_ptr<void>(nullptr, [this, own = std::exchange(m_head, std::move(score)), softcap = std::exchange(m_logit_softcap, 0)](void*) {
    m_head = own;
    m_logit_softcap = softcap;
    m_classifies = false;
  });
}

Tensor CausalLm::loss(const Tensor& hidden, const Tensor& targets, double normaliser) {
  const ComputeType computing(device, compute_type);
  if (prompt && m_ahead.defined()) return prompt->loss(*this, {hidden, targets, m_ahead, m_first_labels, normaliser});
  const Tensor own = row_loss(hidden, targets, normaliser);
  const Tensor added = adapter_losses && blocks && blocks->enabled ? blocks->loss(*this, targets, normaliser) : Tensor();
  return added.defined() ? own + added : own;
}

Tensor PromptAdapter::loss(CausalLm& model, const LossRows& rows) {
  if (!rows.first_labels.defined()) return model.row_loss(rows.hidden, rows.targets, rows.normaliser);
  // Who gives a normaliser counted the targets alone; the first tokens take their share of it, so that the loss stays a mean.
  const Tensor targets = at::cat({rows.targets, rows.first_labels});
  const auto counted = [](const Tensor& t) { return (t != -100).sum().item<double>(); };
  const double own = counted(rows.targets), divisor = rows.normaliser == 0 || own == 0 ? rows.normaliser : rows.normaliser * counted(targets) / own;
  return model.row_loss(at::cat({rows.hidden, rows.ahead.select(1, -1)}), targets, divisor);
}

Tensor CausalLm::row_loss(const Tensor& hidden, const Tensor& targets, double normaliser) {
  const ComputeType computing(device, compute_type);
  if (normaliser == 0) normaliser = (targets != -100).sum().item<double>();
  return m_logit_softcap > 0 ? capped_loss(hidden, targets, normaliser) : head_loss(hidden, targets, normaliser);
}

Tensor CausalLm::head_loss(const Tensor& hidden, const Tensor& targets, double normaliser) {
  const ComputeType computing(device, compute_type);
  if (normaliser == 0) normaliser = (targets != -100).sum().item<double>();
  if (!m_head.adapted()) {
    const Tensor bias = m_head.bias ? m_head.bias->value() : Tensor();
    const auto packed = m_head.weight->packed_value();
    return packed ? kernels::linear_cross_entropy(hidden, frozen_weight(packed, m_head.out_features()), bias, targets, normaliser)
                  : kernels::linear_cross_entropy(hidden, m_head.weight->value(), bias, targets, normaliser);
  }
  const Tensor rows = (targets != -100).nonzero().squeeze(1);
  // Adapters that differ by sample find a row's sample by its place.
  const Tensor scores = mixtures.empty() ? m_head.forward(hidden.index_select(0, rows)) : m_head.forward(hidden).index_select(0, rows);
  return at::cross_entropy_loss(scores, targets.index_select(0, rows), {}, at::Reduction::Sum) / normaliser;
}

// In parts of the rows, made again in the backward pass: logits of a whole pass would take gigabytes with vocabularies like Gemma's.
Tensor CausalLm::capped_loss(const Tensor& hidden, const Tensor& targets, double normaliser) {
  constexpr int64_t kNumbers = int64_t{6} << 20, kRowsOfPacked = 128;  // logits in one part; fewest rows that a packed head is unpacked for
  const Tensor counted = (targets != -100).nonzero().squeeze(1);
  const int64_t count = counted.size(0);
  // Adapters that differ by sample find a row's sample by its place.
  if (m_head.adapted() && !mixtures.empty()) {
    return at::cross_entropy_loss(logits(hidden).index_select(0, counted), targets.index_select(0, counted), {}, at::Reduction::Sum) / normaliser;
  }
  const Tensor rows = hidden.index_select(0, counted), wanted = targets.index_select(0, counted);
  Tensor sum = hidden.new_zeros({});
  const int64_t step = std::max<int64_t>(m_head.weight->packed_value() ? kRowsOfPacked : 1, kNumbers / m_head.out_features());
  for (int64_t from = 0; from < count; from += step) {
    const Tensor part = wanted.slice(0, from, from + step);
    auto loss_of = [this, part](const Tensor& x) { return at::cross_entropy_loss(logits(x), part, {}, at::Reduction::Sum); };
    sum = sum + checkpointed(loss_of, rows.slice(0, from, from + step));
  }
  return sum / normaliser;
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

std::shared_ptr<void> CausalLm::repeat_blocks(const std::vector<std::pair<int64_t, int64_t>>& ranges, const std::string& where) {
  const auto linears = this->linears();
  const bool touched = repeats_blocks() || prompt || blocks || !mixtures.empty() || !m_embed.adapters.empty() ||
                       std::any_of(linears.begin(), linears.end(), [](const Linear* linear) { return !linear->adapters.empty(); });
  if (touched) fail(ErrorKind::unsupported, "an adapter that repeats layers must be the only one on its model", where, "Load it first and alone.");
  std::vector<int64_t> numbers;
  for (const auto& [from, to] : ranges) {
    if (from < 0 || to > config.num_hidden_layers || from >= to) {
      fail(ErrorKind::input,
           "[" + std::to_string(from) + ", " + std::to_string(to) + "] is no range of the model's " + std::to_string(config.num_hidden_layers) + " layers", where,
           "Give the first layer and the one after the last.");
    }
    for (int64_t number = from; number < to; ++number) numbers.push_back(number);
  }
  if (numbers.empty()) fail(ErrorKind::input, "leaves no layer", where, "Name at least one range.");
  if (!take_blocks(numbers)) fail(ErrorKind::unsupported, "layers of models of type \"" + config.model_type + "\" cannot be repeated", where, "Use a Llama model.");
  m_own_blocks = std::exchange(config.num_hidden_layers, static_cast<int64_t>(numbers.size()));
  return std::shared_ptr<void>(nullptr, [this](void*) {
    take_blocks({});
    config.num_hidden_layers = std::exchange(m_own_blocks, 0);
  });
}

bool CausalLm::transposed_in_files(const std::string& parameter) {
  for (const Linear* linear : linears()) {
    if (linear->conv1d && parameter == linear->name + ".weight") return true;
  }
  return false;
}

std::vector<int64_t> CausalLm::text_to_ids(const std::string& text, const std::string& tokenizer, const Json& options) const {
  if (!m_text_to_ids) fail(ErrorKind::unsupported, "the model was opened without a tokenizer, so a text cannot be turned into tokens", tokenizer);
  return m_text_to_ids(text, tokenizer, options);
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
