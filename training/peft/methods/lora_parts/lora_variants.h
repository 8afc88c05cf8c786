// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// LoRA's variants: at most one is on. Each keeps PEFT's names of the factors and has a file of its own here.
#include "training/peft/methods/lora_parts/lora_layers.h"

namespace paretune {

enum class LoraVariant { plain, dora, mica, kasa, bdlora, velora, monteclora, alora, arrow };

// The variant that config asks for; completes the variant's own object with PEFT's defaults. Throws Failure for two at once.
LoraVariant read_lora_variant(Json& config);

using LoraLayer = std::shared_ptr<LoraLinear>;

// KaSA (arXiv 2412.06071): B diag(d) A on a base without its r weakest singular directions. `weight` (out, in) is what is truncated.
LoraLayer make_kasa(LoraFactors factors, const Linear& layer, const Tensor& weight, const Json& options, at::Generator& generator);
// BD-LoRA (arXiv 2510.23346): A or B made of blocks on the diagonal, chosen by the layer's name.
LoraLayer make_bdlora(LoraFactors factors, const Linear& layer, const Json& options, at::Generator& generator);
// VeLoRA (arXiv 2405.17991): for the gradient of A the input is kept as one number per group of features.
LoraLayer make_velora(LoraFactors factors, const Linear& layer, const Json& options, at::Generator& generator);
// MonteCLoRA (arXiv 2411.04358): while training A is a random mixture of draws around its values, with learned spread and shares.
LoraLayer make_monteclora(LoraFactors factors, const Linear& layer, const Json& options, at::Generator& generator);

// QA-LoRA (arXiv 2309.14717): A sees sums over groups of features, for a base whose features are quantised in groups.
LoraLayer make_qalora(LoraFactors factors, const Linear& layer, int64_t group, at::Generator& generator);

// aLoRA (arXiv 2504.12397): from the last occurrence of `tokens` in a sample to its end.
class Invocations final : public MixtureAdapter {
 public:
  explicit Invocations(std::vector<int64_t> tokens) : m_tokens(std::move(tokens)) {}
  void begin_forward(CausalLm& model, const TokenBatch& batch, KvCache* cache) override;
  // Numbers of the active rows of `rows` rows of the running pass; undefined where all are. `rows` may be the pass's last ones.
  Tensor active_rows(int64_t rows) const;

 private:
  std::vector<int64_t> m_tokens;
  int64_t m_rows = 0;
  bool m_all = false;
  Tensor m_active;  // (active rows) int64
  const KvCache* m_cache = nullptr;
  bool m_invoked = false;  // the sample that m_cache holds
};
LoraLayer make_alora(LoraFactors factors, std::shared_ptr<Invocations> invocations);

}  // namespace paretune
