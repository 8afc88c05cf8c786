// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// X-LoRA's router and the layers it scales: how much of every expert each token gets.
#include "training/peft/common/side_cache.h"
#include "training/peft/methods/lora_parts/lora_layers.h"

namespace paretune {

struct XloraOptions {
  int64_t experts = 0, layers = 0;  // layers: adapted by some expert
  bool layerwise = false, softmax = true, softmax_topk = false;
  int64_t top_k = 0;  // 0: all
  double temperature = 1, pass_value = 0, weight = 1;
};

// Small feed-forward network over the hidden states of the scaling pass.
struct XloraClassifier {
  struct Layer {
    std::string name;  // "layers.0"
    Tensor weight, bias;
  };
  std::vector<Layer> layers;
  double dropout = 0;
  Tensor operator()(const Tensor& hidden, bool training) const;
};

// Before every pass of the model: a pass with fixed scales, whose hidden states tell the classifier the scales of the real one.
class XloraMix final : public MixtureAdapter {
 public:
  XloraMix(XloraOptions options, XloraClassifier classifier) : m_options(options), m_classifier(std::move(classifier)) {}
  void begin_forward(CausalLm& model, const TokenBatch& batch, KvCache* cache) override;
  Tensor* carried() override { return m_scales.defined() && m_scales.requires_grad() ? &m_scales : nullptr; }

  // (N or 1, experts) for the layer of this number, or undefined: no expert has a say.
  Tensor scales(int64_t layer) const;
  const XloraClassifier& classifier() const { return m_classifier; }
  bool biased = false;  // some expert adds a bias of its own, which no scale takes away

 private:
  Tensor chosen(const Tensor& scales) const;

  XloraOptions m_options;
  XloraClassifier m_classifier;
  Tensor m_scales;  // (N or 1, layers or 1, experts)
  SideCache m_cache;
};

template <class Layer>
struct XloraExpert {
  int64_t number;
  std::shared_ptr<Layer> layer;
};

class XloraLinear final : public WeightAdapter {
 public:
  XloraLinear(std::vector<XloraExpert<LoraLinear>> experts, int64_t number, double weight, std::shared_ptr<XloraMix> mix)
      : m_experts(std::move(experts)), m_number(number), m_weight(weight), m_mix(std::move(mix)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override;
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override;

 private:
  std::vector<XloraExpert<LoraLinear>> m_experts;
  int64_t m_number;
  double m_weight;
  std::shared_ptr<XloraMix> m_mix;
};

class XloraEmbedding final : public EmbeddingAdapter {
 public:
  XloraEmbedding(std::vector<XloraExpert<LoraEmbedding>> experts, int64_t number, double weight, std::shared_ptr<XloraMix> mix)
      : m_experts(std::move(experts)), m_number(number), m_weight(weight), m_mix(std::move(mix)) {}
  Tensor forward(const Tensor& ids, const Tensor& inner_output) override;
  Tensor merged(const Tensor& weight) const override;

 private:
  std::vector<XloraExpert<LoraEmbedding>> m_experts;
  int64_t m_number;
  double m_weight;
  std::shared_ptr<XloraMix> m_mix;
};

[[noreturn]] void fail_xlora_merge();

}  // namespace paretune
