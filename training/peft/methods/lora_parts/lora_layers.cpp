// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/lora_layers.h"

#include "kernels/lora_linear/lora_linear.h"
#include "training/models/quantized/packed_linear.h"

namespace paretune {
namespace {

// The layer's own weights lie right under this adapter and none of them is trained.
bool on_frozen_base(const Linear& base, const WeightAdapter* self) {
  for (const auto& adapter : base.adapters) {
    if (adapter.get() == self) return !base.weight->value().requires_grad() && !(base.bias && base.bias->value().requires_grad());
    if (adapter->enabled) return false;
  }
  return false;
}

}  // namespace

Tensor dora_norm(const Tensor& weight, const Tensor& a, const Tensor& b, double scale) {
  at::NoGradGuard no_grad;
  const Tensor own = weight.square().sum(1);
  const Tensor cross = (at::matmul(weight, a.t()) * b).sum(1);
  const Tensor delta = (at::matmul(b, at::matmul(a, a.t())) * b).sum(1);
  return (own + cross * (2 * scale) + delta * (scale * scale)).clamp_min(0).sqrt();
}

Tensor LoraLinear::dropped(const Tensor& x, const Linear& base) const {
  return m_f.dropout > 0 && base.training ? at::dropout(x, m_f.dropout, true) : x;
}

Tensor LoraLinear::forward(const Tensor& x, const Linear& base, const InnerLinear& inner) {
  const Tensor seen = dropped(x, base);
  if (m_f.magnitude.defined()) return with_magnitude(x, seen, base, inner);
  if (seen.is_same(x) && !m_f.b_bias.defined() && on_frozen_base(base, this)) {
    const Tensor bias = base.bias ? base.bias->value() : Tensor();
    if (const auto packed = base.weight->packed_value()) return kernels::lora_linear(x, frozen_weight(packed, base.out_features()), bias, m_f.a, m_f.b, m_f.scale);
    return kernels::lora_linear(x, base.weight->value(), bias, m_f.a, m_f.b, m_f.scale);
  }
  return inner(x) + raised(at::linear(seen, m_f.a));
}

// arXiv 2402.09353 with PEFT's reading of it: the norm is a constant of the step, the bias is not rescaled, and with dropout the
// rescaled base output is that of the dropped input.
Tensor LoraLinear::with_magnitude(const Tensor& x, const Tensor& dropped, const Linear& base, const InnerLinear& inner) const {
  const Tensor y = inner(x);
  const Tensor gain = m_f.magnitude / dora_norm(base.dense_weight(), m_f.a, m_f.b, m_f.scale);
  const auto without_bias = [&base](const Tensor& input) {
    const auto packed = base.weight->packed_value();
    return packed ? packed_linear(input, packed, base.out_features(), {}) : at::linear(input, base.weight->value());
  };
  const Tensor plain = dropped.is_same(x) ? (base.bias ? y - base.bias->value() : y) : without_bias(dropped);
  return y + (gain - 1) * plain + gain * (at::linear(at::linear(dropped, m_f.a), m_f.b) * m_f.scale);
}

std::pair<Tensor, Tensor> LoraLinear::merged(const Tensor& weight, const Tensor& bias, const Linear& base) const {
  Tensor out = weight + at::matmul(m_f.b.detach(), m_f.a.detach()) * m_f.scale;
  if (m_f.magnitude.defined()) out = (m_f.magnitude.detach() / at::norm(out, 2, 1)).unsqueeze(1) * out;
  return merged_with(out, bias, base);
}

std::pair<Tensor, Tensor> LoraLinear::merged_with(const Tensor& out, const Tensor& bias, const Linear& base) const {
  if (!m_f.b_bias.defined()) return {out, bias};
  if (!bias.defined()) {
    fail(ErrorKind::unsupported, "\"" + base.name + "\" has no bias that lora_bias could be merged into", "merge", "Export the adapter instead.");
  }
  return {out, bias + m_f.b_bias.detach() * m_f.scale};
}

std::vector<AdapterTensor> LoraLinear::tensors() const {
  if (m_left_out) return {};
  std::vector<AdapterTensor> out = {{"lora_A.weight", m_f.a}, {"lora_B.weight", m_f.b, m_f.trains_b}};
  if (m_f.b_bias.defined()) out.push_back({"lora_B.bias", m_f.b_bias});
  if (m_f.magnitude.defined()) out.push_back({"lora_magnitude_vector", m_f.magnitude});
  return out;
}

Tensor LoraEmbedding::forward(const Tensor& ids, const Tensor& inner_output) {
  const Tensor change = at::matmul(at::embedding(m_f.a.t(), ids), m_f.b.t()) * m_f.scale;  // PEFT drops nothing here
  if (!m_f.magnitude.defined()) return inner_output + change;
  const Tensor gain = m_f.magnitude / dora_norm(m_base->dense_value().t(), m_f.a, m_f.b, m_f.scale);
  return gain * inner_output + gain * change;
}

Tensor LoraEmbedding::merged(const Tensor& weight) const {
  const Tensor out = weight + at::matmul(m_f.b.detach(), m_f.a.detach()).t() * m_f.scale;
  if (!m_f.magnitude.defined()) return out;
  return (m_f.magnitude.detach() / at::norm(out, 2, 0)).unsqueeze(0) * out;
}

std::vector<AdapterTensor> LoraEmbedding::tensors() const {
  std::vector<AdapterTensor> out = {{"lora_embedding_A", m_f.a}, {"lora_embedding_B", m_f.b, m_f.trains_b}};
  if (m_f.magnitude.defined()) out.push_back({"lora_magnitude_vector", m_f.magnitude});
  return out;
}

}  // namespace paretune
