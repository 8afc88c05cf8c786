// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/pass_memory.h"

#include "kernels/memory/tensor_memory.h"
#include "training/peft/adapter.h"

namespace paretune {
namespace {

constexpr int64_t kFewTokens = 96, kMoreTokens = 192;

// Dropout is counted by the planner instead, for it draws.
Json without_dropout(Json config) {
  for (auto& [key, value] : config.items()) {
    if (key.ends_with("dropout") && value.is_number()) value = 0.0;
  }
  return config;
}

bool draws(const Json& config) {
  const std::string type = config.value("peft_type", "");
  return type == "PVERA" || type == "POLY" || !config.value("monteclora_config", Json()).is_null();
}

// One sample of two lengths through a model of this many blocks.
class Slice {
 public:
  Slice(ModelConfig config, int64_t blocks, const Json& peft, Quantization quantization, bool checkpointing) {
    config.num_hidden_layers = blocks;
    m_model = model_without_weights(config, "config.json", quantization);
    m_adapter = make_adapter(*m_model, peft, 0).value();
    m_model->set_training(true);
    m_model->gradient_checkpointing = checkpointing;
  }
  int64_t virtual_tokens() const { return m_model->prompt ? m_model->prompt->virtual_tokens() : 0; }

  struct Bytes {
    double kept = 0, peak = 0;  // after the forward pass, and at most
  };
  Bytes of(int64_t tokens) {
    const std::vector<int64_t> ids(static_cast<std::size_t>(tokens), 1);
    const TokenBatch batch = TokenBatch::of({ids});
    Tensor targets = at::full({tokens}, -100, at::kLong);
    targets[tokens - 2] = 1;
    const kernels::CountedMemory counted;
    const Tensor loss = m_model->loss(m_model->hidden(batch), targets, 1);
    Bytes out{.kept = static_cast<double>(counted.live())};
    loss.backward();
    for (const auto& [name, leaf] : m_adapter->trainable()) leaf.mutable_grad() = Tensor();
    out.peak = static_cast<double>(counted.peak());
    return out;
  }

 private:
  std::unique_ptr<CausalLm> m_model;
  std::unique_ptr<Adapter> m_adapter;
};

}  // namespace

std::optional<PassMemory> measure_pass_memory(const ModelConfig& model, const Json& config, Quantization quantization, bool checkpointing) {
  if (draws(config) || model.num_hidden_layers < 2 || !kernels::CountedMemory::available()) return {};
  const auto measured = attempt("plan", [&] {
    Slice one(model, 1, without_dropout(config), quantization, checkpointing), two(model, 2, without_dropout(config), quantization, checkpointing);
    const auto per_token = [](Slice& slice) {
      slice.of(kFewTokens);  // tables that are made once
      const Slice::Bytes few = slice.of(kFewTokens), more = slice.of(kMoreTokens);
      const double range = kMoreTokens - kFewTokens;
      return Slice::Bytes{(more.kept - few.kept) / range, (more.peak - few.peak) / range};
    };
    // Where gradients of large weights are the most there is, the peak comes when activations are gone: what was kept counts then.
    const Slice::Bytes of_one = per_token(one), of_two = per_token(two);
    const double block = std::max({0.0, of_two.peak - of_one.peak, of_two.kept - of_one.kept});
    return PassMemory{std::max(0.0, std::max(of_one.peak, of_one.kept) - block), block, one.virtual_tokens()};
  });
  return measured ? std::optional(*measured) : std::nullopt;
}

}  // namespace paretune
