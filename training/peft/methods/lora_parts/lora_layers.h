// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// LoRA around one linear layer and around the token embedding, plain or weight-decomposed (DoRA).
#include "training/peft/common/linear_method.h"

namespace paretune {

struct LoraFactors {
  Tensor a;          // (r, in); embedding: (r, V)
  Tensor b;          // (out, r); embedding: (C, r)
  Tensor b_bias;     // (out), undefined unless lora_bias
  Tensor magnitude;  // (out); embedding: (C); undefined unless use_dora
  double scale = 1;  // lora_alpha / r, or / sqrt(r)
  double dropout = 0;
  bool trains_b = true;  // false: B is saved as it was made (MiCA)
  Tensor residual;       // the base weight that init_lora_weights leaves (PiSSA, OLoRA), or undefined
};

// Row norms of W + scale B A (PEFT: over inputs of a linear layer), without a dense product: W A^T and A A^T are enough.
Tensor dora_norm(const Tensor& weight, const Tensor& a, const Tensor& b, double scale);

// Plain LoRA and DoRA. Variants that keep the names of the factors derive from it.
class LoraLinear : public LinearAdapter {
 public:
  explicit LoraLinear(LoraFactors factors) : m_f(std::move(factors)) {}
  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override;
  std::pair<Tensor, Tensor> merged(const Tensor& weight, const Tensor& bias, const Linear& base) const override;
  std::vector<AdapterTensor> tensors() const override;
  Tensor base_in_place() const override { return m_f.residual; }
  const LoraFactors& factors() const { return m_f; }
  // From now on it has no tensors; what it holds changes nothing (B = 0).
  void leave_out() { m_left_out = true; }
  // The layer's term in the loss of a training step, or undefined.
  virtual Tensor penalty() const { return {}; }

 protected:
  Tensor dropped(const Tensor& x, const Linear& base) const;                                         // what A sees
  Tensor raised(const Tensor& low) const { return at::linear(low, m_f.b, m_f.b_bias) * m_f.scale; }  // (n, r) -> (n, out)
  std::pair<Tensor, Tensor> merged_with(const Tensor& merged_weight, const Tensor& bias, const Linear& base) const;
  LoraFactors m_f;

 private:
  bool m_left_out = false;
  Tensor with_magnitude(const Tensor& x, const Tensor& dropped, const Linear& base, const InnerLinear& inner) const;
};

class LoraEmbedding final : public EmbeddingTuner {
 public:
  LoraEmbedding(LoraFactors factors, ParamPtr base) : m_f(std::move(factors)), m_base(std::move(base)) {}
  Tensor forward(const Tensor& ids, const Tensor& inner_output) override;
  Tensor merged(const Tensor& weight) const override;
  std::vector<AdapterTensor> tensors() const override;
  const LoraFactors& factors() const { return m_f; }

 private:
  LoraFactors m_f;
  ParamPtr m_base;
};

}  // namespace paretune
