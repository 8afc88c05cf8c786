// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/xlora_parts/xlora_mix.h"

#include <limits>

namespace paretune {

void fail_xlora_merge() {
  fail(ErrorKind::unsupported, "XLORA cannot be merged: how much of each expert a token gets depends on the text", "merge",
       "Export the adapter instead.");
}

Tensor XloraClassifier::operator()(const Tensor& hidden, bool training) const {
  Tensor x = hidden;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    x = at::linear(x, layers[i].weight, layers[i].bias);
    if (i + 1 < layers.size()) x = at::dropout(at::relu(x), dropout, training);
  }
  return x;
}

// Only the largest scales of each token; with softmax_topk, made to sum to 1 again.
Tensor XloraMix::chosen(const Tensor& given) const {
  Tensor scales = given;
  if (m_options.top_k > 0) {
    const Tensor best = std::get<1>(scales.detach().topk(m_options.top_k, -1));
    scales = scales * at::zeros_like(scales).scatter_(-1, best, 1.0);
  }
  if (m_options.softmax_topk) {
    const Tensor none = scales == 0;
    scales = at::softmax(scales.masked_fill(none, -std::numeric_limits<float>::infinity()), -1).masked_fill(none, 0.0);
  }
  return scales;
}

void XloraMix::begin_forward(CausalLm& model, const TokenBatch& batch, KvCache* cache) {
  Tensor hidden;
  {
    at::NoGradGuard no_grad;
    const Tensor fixed = at::full({1, 1, m_options.experts}, m_options.pass_value, at::TensorOptions(model.device).dtype(at::kFloat));
    m_scales = m_options.pass_value == 0 && !biased ? Tensor() : chosen(fixed);
    hidden = model.hidden(batch, m_cache.beside(cache));
  }
  const Tensor told = m_classifier(hidden.detach(), model.head().training);
  Tensor scales = told.view({told.size(0), m_options.layerwise ? m_options.layers : 1, m_options.experts});
  if (m_options.softmax) scales = at::softmax(scales / m_options.temperature, -1);
  m_scales = chosen(scales);
}

Tensor XloraMix::scales(int64_t layer) const {
  return m_scales.defined() ? m_scales.select(1, m_scales.size(1) == 1 ? 0 : layer) : Tensor();
}

Tensor XloraLinear::forward(const Tensor& x, const Linear& base, const InnerLinear& inner) {
  Tensor y = inner(x);
  const Tensor scales = m_mix->scales(m_number);
  if (!scales.defined()) return y;
  // Scaling what A gives is scaling its input; experts that neither drop nor add a bias share one product each way.
  std::vector<Tensor> downs, ups, shares;
  for (const auto& [number, layer] : m_experts) {
    const LoraFactors& f = layer->factors();
    const Tensor share = scales.narrow(1, number, 1) * (f.scale * m_weight);
    const bool drops = f.dropout > 0 && base.training;
    if (drops || f.b_bias.defined()) {
      const Tensor low = at::linear(at::dropout(x, f.dropout, drops), f.a) * share;
      y = y + at::linear(low, f.b, f.b_bias.defined() ? f.b_bias * (f.scale * m_weight) : Tensor());
      continue;
    }
    downs.push_back(f.a);
    ups.push_back(f.b);
    shares.push_back(share.expand({share.size(0), f.a.size(0)}));
  }
  if (downs.empty()) return y;
  return y + at::linear(at::linear(x, at::cat(downs)) * at::cat(shares, 1), at::cat(ups, 1));
}

std::pair<Tensor, Tensor> XloraLinear::merged(const Tensor&, const Tensor&, const Linear&) const { fail_xlora_merge(); }

Tensor XloraEmbedding::forward(const Tensor& ids, const Tensor& inner_output) {
  Tensor y = inner_output;
  const Tensor scales = m_mix->scales(m_number);
  if (!scales.defined()) return y;
  for (const auto& [number, layer] : m_experts) {
    const LoraFactors& f = layer->factors();
    y = y + at::linear(at::embedding(f.a.t(), ids) * (scales.narrow(1, number, 1) * (f.scale * m_weight)), f.b);
  }
  return y;
}

Tensor XloraEmbedding::merged(const Tensor&) const { fail_xlora_merge(); }

}  // namespace paretune
