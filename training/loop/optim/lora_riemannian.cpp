// SPDX-License-Identifier: GPL-3.0-or-later
// Riemannian preconditioned LoRA (arXiv 2402.02347): before every AdamW step the gradient of A is multiplied by (B^T B + reg I)^-1 and
// that of B by (A A^T + reg I)^-1, r x r matrices both (PEFT: create_riemannian_optimizer).
#include "training/loop/optim/adam_moments.h"
#include "training/loop/optim/lora_pairs.h"

namespace paretune {
namespace {

class LoraRiemannian : public Optimizer {
 public:
  LoraRiemannian(NamedTensors leaves, const TrainSettings& settings)
      : Optimizer(std::move(leaves)), m_settings(settings), m_moments(m_leaves), m_pairs(lora_pairs(m_leaves, "lora_A.weight", "lora_B.weight")) {
    if (m_pairs.empty()) {
      fail(ErrorKind::input, "lora_riemannian finds no pair of lora_A and lora_B to train", "training.optim", "Use it with LORA, or another optimiser.");
    }
    for (std::size_t i = 0; i < m_leaves.size(); ++i) (decays(m_leaves[i].first) ? m_decayed : m_others).push_back(i);
  }

  void step(double learning_rate) override {
    precondition();
    m_moments.step(m_leaves, m_decayed, learning_rate, m_settings.weight_decay, m_settings);
    m_moments.step(m_leaves, m_others, learning_rate, 0.0, m_settings);
  }
  NamedTensors state() override { return m_moments.state(m_leaves); }

 private:
  void precondition() {
    torch::NoGradGuard no_grad;
    for (const auto& pair : m_pairs) {
      const at::Tensor &a = m_leaves[pair.a].second, &b = m_leaves[pair.b].second;
      at::Tensor on_a = a.grad(), on_b = b.grad();
      if (on_a.defined()) on_a.copy_(at::matmul(damped_inverse(at::matmul(b.t(), b), m_settings.riemannian_reg), on_a));
      if (on_b.defined()) on_b.copy_(at::matmul(on_b, damped_inverse(at::matmul(a, a.t()), m_settings.riemannian_reg)));
    }
  }

  TrainSettings m_settings;
  AdamMoments m_moments;
  std::vector<LoraPair> m_pairs;
  std::vector<std::size_t> m_decayed, m_others;
};

}  // namespace

extern const OptimizerKind lora_riemannian_optimizer;
const OptimizerKind lora_riemannian_optimizer{
    {"lora_riemannian"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<LoraRiemannian>(std::move(leaves), settings);
    },
    AdamMoments::bytes,
};

}  // namespace paretune
