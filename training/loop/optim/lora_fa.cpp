// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA-FA (arXiv 2308.03303): A stays as it is, B's gradient is projected by (A A^T)^-1 / scaling^2, then AdamW without the fused
// kernel's placing of epsilon (PEFT: create_lorafa_optimizer, with its epsilon of 1e-6 and its decay after the step).
#include "training/loop/optim/lora_pairs.h"
#include "training/peft/methods/lora_parts/lora_scale.h"

namespace paretune {
namespace {

constexpr double kEpsilon = 1e-6, kDamping = 1e-8;

class LoraFa : public Optimizer {
 public:
  LoraFa(NamedTensors leaves, const TrainSettings& settings) : Optimizer(std::move(leaves)), m_settings(settings), m_of_leaf(m_leaves.size()) {
    for (const auto& [a, b] : {std::pair{"lora_A.weight", "lora_B.weight"}, {"lora_embedding_A", "lora_embedding_B"}}) {
      for (const auto& pair : lora_pairs(m_leaves, a, b)) m_pairs.push_back(pair);
    }
    if (m_pairs.empty()) fail(ErrorKind::input, "lora_fa finds no pair of lora_A and lora_B to train", "training.optim", "Use it with LORA, or another optimiser.");
    m_frozen.assign(m_leaves.size(), false);
    for (std::size_t p = 0; p < m_pairs.size(); ++p) {
      m_frozen[m_pairs[p].a] = true;
      m_of_leaf[m_pairs[p].b] = p;
    }
    for (const auto& [name, leaf] : m_leaves) {
      m_first.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
      m_second.push_back(at::zeros_like(leaf, at::MemoryFormat::Contiguous).requires_grad_(false));
    }
    m_step = at::zeros({}, at::kLong);
  }

  void step(double learning_rate) override {
    torch::NoGradGuard no_grad;
    m_step.add_(1);
    const double n = m_step.item<double>(), beta1 = m_settings.adam_beta1, beta2 = m_settings.adam_beta2;
    const double rate = learning_rate * std::sqrt(1 - std::pow(beta2, n)) / (1 - std::pow(beta1, n));
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      at::Tensor leaf = m_leaves[i].second;
      if (m_frozen[i] || !leaf.grad().defined()) continue;
      const at::Tensor gradient = m_of_leaf[i] ? projected(m_pairs[*m_of_leaf[i]], leaf.grad()) : leaf.grad();
      m_first[i].mul_(beta1).add_(gradient, 1 - beta1);
      m_second[i].mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
      leaf.addcdiv_(m_first[i], m_second[i].sqrt().add_(kEpsilon), -rate);
      if (m_settings.weight_decay > 0) leaf.mul_(1 - learning_rate * m_settings.weight_decay);
    }
  }

  NamedTensors state() override {
    NamedTensors out = {{"lora_fa.step", m_step}};
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      out.emplace_back(m_leaves[i].first + ".exp_avg", m_first[i]);
      out.emplace_back(m_leaves[i].first + ".exp_avg_sq", m_second[i]);
    }
    return out;
  }

 private:
  at::Tensor projected(const LoraPair& pair, const at::Tensor& gradient) const {
    const at::Tensor& a = m_leaves[pair.a].second;
    const double scaling = lora_scale(m_settings.peft, pair.module, a.size(0));
    // In bfloat16, as PEFT multiplies these two under autocast on every machine that can.
    const auto half = [](const at::Tensor& t) { return t.to(at::kBFloat16); };
    return (at::matmul(half(gradient), half(damped_inverse(at::matmul(a, a.t()), kDamping))) * (1 / (scaling * scaling))).to(at::kFloat);
  }

  TrainSettings m_settings;
  std::vector<LoraPair> m_pairs;
  std::vector<std::optional<std::size_t>> m_of_leaf;
  std::vector<bool> m_frozen;
  std::vector<at::Tensor> m_first, m_second;
  at::Tensor m_step;
};

}  // namespace

extern const OptimizerKind lora_fa_optimizer;
const OptimizerKind lora_fa_optimizer{
    {"lora_fa"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<LoraFa>(std::move(leaves), settings);
    },
    [](const std::vector<int64_t>& shape) { return 8 * c10::multiply_integers(shape); },
};

}  // namespace paretune
