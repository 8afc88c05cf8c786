// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/lora_variants.h"

namespace paretune {
namespace {

class ALoraLinear final : public LoraLinear {
 public:
  ALoraLinear(LoraFactors factors, std::shared_ptr<Invocations> invocations)
      : LoraLinear(std::move(factors)), m_invocations(std::move(invocations)) {}

  Tensor forward(const Tensor& x, const Linear& base, const InnerLinear& inner) override {
    const Tensor rows = m_invocations->active_rows(x.size(0));
    if (!rows.defined()) return LoraLinear::forward(x, base, inner);
    const Tensor y = inner(x);
    if (rows.size(0) == 0 && !at::GradMode::is_enabled()) return y;  // with gradients A and B get zeros
    return y.index_add(0, rows, raised(at::linear(dropped(x.index_select(0, rows), base), m_f.a)).to(y.scalar_type()));
  }
  std::pair<Tensor, Tensor> merged(const Tensor&, const Tensor&, const Linear&) const override {
    fail(ErrorKind::unsupported, "aLoRA cannot be merged: it is on for a part of the tokens only", "merge", "Export the adapter instead.");
  }

 private:
  std::shared_ptr<Invocations> m_invocations;
};

}  // namespace

void Invocations::begin_forward(CausalLm& model, const TokenBatch& batch, KvCache* cache) {
  m_rows = batch.offsets.back();
  if (cache && cache->length > 0 && cache == m_cache) {  // the prompt decided
    m_all = m_invoked;
    m_active = at::empty({0}, at::TensorOptions(model.device).dtype(at::kLong));
    return;
  }
  const Tensor ids = batch.ids.to(at::kCPU).contiguous();
  const int64_t* id = ids.data_ptr<int64_t>();
  const auto length = static_cast<int64_t>(m_tokens.size());
  std::vector<int64_t> active;
  for (std::size_t sample = 0; sample + 1 < batch.offsets.size(); ++sample) {
    const int64_t first = batch.offsets[sample], end = batch.offsets[sample + 1];
    for (int64_t at = end - length; at >= first; --at) {
      if (!std::equal(m_tokens.begin(), m_tokens.end(), id + at)) continue;
      for (int64_t row = at; row < end; ++row) active.push_back(row);
      break;
    }
  }
  m_all = static_cast<int64_t>(active.size()) == m_rows;
  m_active = at::tensor(active, at::kLong).to(model.device);
  if (cache) {
    m_cache = cache;
    m_invoked = !active.empty();
  }
}

Tensor Invocations::active_rows(int64_t rows) const {
  if (m_all) return {};
  if (rows == m_rows) return m_active;
  const int64_t left_out = m_rows - rows;
  if (left_out < 0) fail(ErrorKind::internal, "more rows than the pass has", "aLoRA");
  return m_active.masked_select(m_active >= left_out) - left_out;
}

LoraLayer make_alora(LoraFactors f, std::shared_ptr<Invocations> invocations) {
  return std::make_shared<ALoraLinear>(std::move(f), std::move(invocations));
}

}  // namespace paretune
