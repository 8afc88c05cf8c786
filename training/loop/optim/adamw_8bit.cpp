// SPDX-License-Identifier: GPL-3.0-or-later
// AdamW with both moments in blockwise dynamic 8 bit (https://arxiv.org/abs/2110.02861), as bitsandbytes' AdamW8bit:
// blocks of 256, signed and unsigned dynamic maps, leaves below 4096 elements keep fp32 moments.
#include <algorithm>
#include <array>
#include <cmath>

#include "kernels/common/parallel.h"
#include "training/loop/optim/optimizer.h"
#include "training/models/quantized/dynamic_code.h"

namespace paretune {
namespace {

constexpr int64_t kBlock = 256, kSmallest = 4096;
using CodeMap = DynamicCode;

uint8_t nearest_code(const CodeMap& map, float value) {
  const auto above = std::lower_bound(map.begin(), map.end(), value);
  if (above == map.begin()) return 0;
  if (above == map.end()) return 255;
  const auto index = above - map.begin();
  return static_cast<uint8_t>(value - map[index - 1] <= *above - value ? index - 1 : index);
}

struct StepValues {
  float beta1, beta2, eps, decay, learning_rate, correction1, correction2;
};

void update_block(float* value, const float* gradient, uint8_t* first, uint8_t* second, float* first_scale, float* second_scale, int64_t count,
                  const CodeMap& signed_map, const CodeMap& unsigned_map, const StepValues& s) {
  std::array<float, kBlock> m, v;
  float largest_m = 0, largest_v = 0;
  for (int64_t i = 0; i < count; ++i) {
    m[i] = signed_map[first[i]] * *first_scale * s.beta1 + (1.0f - s.beta1) * gradient[i];
    v[i] = unsigned_map[second[i]] * *second_scale * s.beta2 + (1.0f - s.beta2) * gradient[i] * gradient[i];
    largest_m = std::max(largest_m, std::abs(m[i]));
    largest_v = std::max(largest_v, v[i]);
  }
  for (int64_t i = 0; i < count; ++i) {
    if (s.decay > 0) value[i] *= 1.0f - s.learning_rate * s.decay;
    value[i] -= s.learning_rate / s.correction1 * (m[i] / (std::sqrt(v[i]) / s.correction2 + s.eps));
    first[i] = nearest_code(signed_map, largest_m > 0 ? m[i] / largest_m : 0.0f);
    second[i] = nearest_code(unsigned_map, largest_v > 0 ? v[i] / largest_v : 0.0f);
  }
  *first_scale = largest_m;
  *second_scale = largest_v;
}

struct Moments {
  at::Tensor first, second, first_scale, second_scale, step;  // scales undefined: fp32 moments
};

class AdamW8bit : public Optimizer {
 public:
  AdamW8bit(NamedTensors leaves, const TrainSettings& settings) : Optimizer(std::move(leaves)), m_settings(settings) {
    for (const auto& [name, leaf] : m_leaves) {
      if (!leaf.is_cpu()) fail(ErrorKind::unsupported, "adamw_8bit runs on the CPU only", "training.optim", "Use adamw.");
      const auto options = leaf.options().requires_grad(false);
      const int64_t n = leaf.numel(), blocks = (n + kBlock - 1) / kBlock;
      Moments m;
      m.step = at::zeros({}, options);
      if (n < kSmallest) {
        m.first = at::zeros(leaf.sizes(), options);
        m.second = at::zeros(leaf.sizes(), options);
      } else {
        m.first = at::zeros({n}, options.dtype(at::kByte));
        m.second = at::zeros({n}, options.dtype(at::kByte));
        m.first_scale = at::zeros({blocks}, options);
        m.second_scale = at::zeros({blocks}, options);
      }
      m_moments.push_back(m);
    }
  }

  void step(double learning_rate) override {
    torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      auto& [name, leaf] = m_leaves[i];
      if (!leaf.grad().defined()) continue;
      Moments& m = m_moments[i];
      m.step.add_(1);
      const double decay = decays(name) ? m_settings.weight_decay : 0.0;
      if (!m.first_scale.defined()) {
        at::_fused_adamw_({leaf}, {leaf.grad()}, {m.first}, {m.second}, {}, {m.step}, learning_rate, m_settings.adam_beta1, m_settings.adam_beta2,
                          decay, m_settings.adam_epsilon, false, false);
        continue;
      }
      step_8bit(leaf, leaf.grad().contiguous(), m, learning_rate, decay);
    }
  }

  NamedTensors state() override {
    NamedTensors out;
    for (std::size_t i = 0; i < m_leaves.size(); ++i) {
      const auto& name = m_leaves[i].first;
      const Moments& m = m_moments[i];
      out.emplace_back(name + ".step", m.step);
      out.emplace_back(name + ".state1", m.first);
      out.emplace_back(name + ".state2", m.second);
      if (!m.first_scale.defined()) continue;
      out.emplace_back(name + ".absmax1", m.first_scale);
      out.emplace_back(name + ".absmax2", m.second_scale);
    }
    return out;
  }

 private:
  void step_8bit(at::Tensor& leaf, const at::Tensor& gradient, Moments& m, double learning_rate, double decay) {
    const CodeMap &signed_map = dynamic_code(true), &unsigned_map = dynamic_code(false);
    const double t = m.step.item<double>();
    const StepValues values{static_cast<float>(m_settings.adam_beta1), static_cast<float>(m_settings.adam_beta2),
                            static_cast<float>(m_settings.adam_epsilon), static_cast<float>(decay), static_cast<float>(learning_rate),
                            static_cast<float>(1.0 - std::pow(m_settings.adam_beta1, t)),
                            static_cast<float>(std::sqrt(1.0 - std::pow(m_settings.adam_beta2, t)))};
    const at::Tensor flat = leaf.contiguous();
    float* p = flat.data_ptr<float>();
    const float* g = gradient.data_ptr<float>();
    uint8_t *first = m.first.data_ptr<uint8_t>(), *second = m.second.data_ptr<uint8_t>();
    float *scale1 = m.first_scale.data_ptr<float>(), *scale2 = m.second_scale.data_ptr<float>();
    const int64_t n = leaf.numel();
    kernels::parallel_rows(m.first_scale.numel(), 64, [&](int64_t begin, int64_t end) {
      for (int64_t block = begin; block < end; ++block) {
        const int64_t at = block * kBlock;
        update_block(p + at, g + at, first + at, second + at, scale1 + block, scale2 + block, std::min(kBlock, n - at), signed_map, unsigned_map, values);
      }
    });
    if (!leaf.is_contiguous()) leaf.copy_(flat);
  }

  TrainSettings m_settings;
  std::vector<Moments> m_moments;
};

}  // namespace

extern const OptimizerKind adamw_8bit_optimizer;
const OptimizerKind adamw_8bit_optimizer{
    {"adamw_8bit", "adamw_bnb_8bit"},
    [](NamedTensors leaves, const TrainSettings& settings) -> std::unique_ptr<Optimizer> {
      return std::make_unique<AdamW8bit>(std::move(leaves), settings);
    },
    [](const std::vector<int64_t>& shape) -> int64_t {
      const int64_t n = c10::multiply_integers(shape);
      return n < kSmallest ? 8 * n + 4 : 2 * n + 8 * ((n + kBlock - 1) / kBlock) + 4;
    },
};

}  // namespace paretune
