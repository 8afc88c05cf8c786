// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Training data runs through a model that has no adapter yet, and layers' inputs or weight gradients are looked at.
#include "training/peft/common/targets.h"

namespace paretune {

// The input (N, in) of one layer in one pass.
using Look = std::function<void(const Tensor& x)>;

// Watches layers for as long as it lives.
class Watches {
 public:
  explicit Watches(CausalLm& model) : m_model(model) {}
  ~Watches();
  Watches(const Watches&) = delete;
  Watches& operator=(const Watches&) = delete;

  void add(Linear& layer, Look look);
  void run(const TokenBatch& batch);  // one pass without gradients; no logits are made even where the head is watched

 private:
  CausalLm& m_model;
  std::vector<std::pair<Linear*, std::shared_ptr<WeightAdapter>>> m_watched;
  Look m_head;
};

// At most `count` micro-batches of model.sample_batches. Throws Failure where there are none.
std::vector<SampleBatch> data_of(CausalLm& model, int64_t count);

// Sample `number` of a batch alone.
SampleBatch sample_of(const SampleBatch& batch, std::size_t number);

// The label of every row: targets are those of the row before. First labels that are not known count as not trained.
Tensor labels_of(const SampleBatch& batch);

// d loss / d weight of each layer's weight (out, in), summed over the batches; a batch's loss is the mean over its tokens.
std::map<std::string, Tensor> weight_gradients(CausalLm& model, const std::vector<Linear*>& layers, const std::vector<SampleBatch>& batches);

}  // namespace paretune
