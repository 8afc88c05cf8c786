// SPDX-License-Identifier: GPL-3.0-or-later
// Adafactor (https://arxiv.org/abs/1804.04235) as TrainingArguments(optim="adafactor") runs it: a given learning rate,
// scale_parameter and relative_step off, eps (1e-30, 1e-3), clip_threshold 1, decay_rate -0.8.
#include <cmath>

#include "training/loop/optim/optimizer.h"

namespace paretune {
namespace {

constexpr double kEps = 1e-30, kClipThreshold = 1.0, kDecayRate = -0.8;

// Second moments: row and column means for matrices, all values otherwise.
struct Moments {
  at::Tensor row, column, full, step;
};

class Adafactor : public Optimizer {
 public:
  Adafactor(NamedTensors leaves, const TrainSettings& settings) : Optimizer(std::move(leaves)), m_settings(settings) {
    for (const auto& [name, leaf] : m_leaves) {
      const auto options = leaf.options().requires_grad(false);
      auto sizes = leaf.sizes().vec();
      Moments m;
      m.step = at::zeros({}, options.dtype(at::kLong));
      if (sizes.size() >= 2) {
        auto rows = sizes, columns = sizes;
        rows.pop_back();
        columns.erase(columns.end() - 2);
        m.row = at::zeros(rows, options);
        m.column = at::zeros(columns, options);
      } else {
        m.full = at::zeros(sizes, options);
      }
      m_moments.push_back(m);
    }
  }

  void step(double learning_rate) override {
    torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      auto& [name, leaf] = m_leaves[i];
      const at::Tensor& gradient = leaf.grad();
      if (!gradient.defined()) continue;
      Moments& m = m_moments[i];
      const double beta2 = 1.0 - std::pow(static_cast<double>(m.step.add_(1).item<int64_t>()), kDecayRate);
      at::Tensor update = gradient.square().add_(kEps);
      if (m.row.defined()) {
        m.row.mul_(beta2).add_(update.mean(-1), 1.0 - beta2);
        m.column.mul_(beta2).add_(update.mean(-2), 1.0 - beta2);
        const at::Tensor row_factor = (m.row / m.row.mean(-1, true)).rsqrt_().unsqueeze(-1);
        update = at::mul(row_factor, m.column.unsqueeze(-2).rsqrt()).mul_(gradient);
      } else {
        m.full.mul_(beta2).add_(update, 1.0 - beta2);
        update = m.full.rsqrt().mul_(gradient);
      }
      const at::Tensor rms = at::linalg_vector_norm(update, 2) / std::sqrt(static_cast<double>(update.numel()));
      update.div_((rms / kClipThreshold).clamp_min_(1.0)).mul_(learning_rate);
      if (m_settings.weight_decay != 0 && decays(name)) leaf.add_(leaf, -m_settings.weight_decay * learning_rate);
      leaf.sub_(update);
    }
  }

  NamedTensors state() override {
    NamedTensors out;
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      const auto& name = m_leaves[i].first;
      const Moments& m = m_moments[i];
      out.emplace_back(name + ".step", m.step);
      if (m.row.defined()) {
        out.emplace_back(name + ".exp_avg_sq_row", m.row);
        out.emplace_back(name + ".exp_avg_sq_col", m.column);
      } else {
        out.emplace_back(name + ".exp_avg_sq", m.full);
      }
    }
    return out;
  }

 private:
  TrainSettings m_settings;
  std::vector<Moments> m_moments;
};

}  // namespace

extern const OptimizerKind adafactor_optimizer;
const OptimizerKind adafactor_optimizer{
    {"adafactor"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<Adafactor>(std::move(leaves), settings);
    },
    [](const std::vector<int64_t>& shape) -> int64_t {
      const int64_t n = c10::multiply_integers(shape);
      if (shape.size() < 2 || n == 0) return 4 * n + 8;
      return 4 * (n / shape.back() + n / shape[shape.size() - 2]) + 8;
    },
};

}  // namespace paretune
