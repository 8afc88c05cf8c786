// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA+ (arXiv 2402.12354): AdamW with a higher rate for B, and one of its own for adapters of the embedding (PEFT:
// create_loraplus_optimizer). Groups by name as PEFT does: what is called lora_B, and every vector, takes the higher rate.
#include "training/loop/optim/adam_moments.h"

namespace paretune {
namespace {

class LoraPlus : public Optimizer {
 public:
  LoraPlus(NamedTensors leaves, const TrainSettings& settings) : Optimizer(std::move(leaves)), m_settings(settings), m_moments(m_leaves) {
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      const auto& [name, leaf] = m_leaves[i];
      if (name.find("lora_embedding_") != std::string::npos) m_embedding.push_back(i);
      else if (name.find("lora_B") != std::string::npos || leaf.dim() == 1) (decays(name) ? m_fast : m_fast_undecayed).push_back(i);
      else m_slow.push_back(i);
    }
  }

  void step(double learning_rate) override {
    const double fast = learning_rate * m_settings.loraplus_lr_ratio, decay = m_settings.weight_decay;
    // The embedding's rate follows the schedule as the others do.
    const double embedding = m_settings.learning_rate > 0 ? m_settings.loraplus_lr_embedding * learning_rate / m_settings.learning_rate : 0;
    m_moments.step(m_leaves, m_slow, learning_rate, decay, m_settings);
    m_moments.step(m_leaves, m_embedding, embedding, decay, m_settings);
    m_moments.step(m_leaves, m_fast, fast, decay, m_settings);
    m_moments.step(m_leaves, m_fast_undecayed, fast, 0.0, m_settings);
  }
  NamedTensors state() override { return m_moments.state(m_leaves); }

 private:
  TrainSettings m_settings;
  AdamMoments m_moments;
  std::vector<std::size_t> m_slow, m_fast, m_fast_undecayed, m_embedding;
};

}  // namespace

extern const OptimizerKind lora_plus_optimizer;
const OptimizerKind lora_plus_optimizer{
    {"lora_plus"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<LoraPlus>(std::move(leaves), settings);
    },
    AdamMoments::bytes,
};

}  // namespace paretune
