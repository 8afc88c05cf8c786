// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/incremental_pca.h"

#include <cmath>

#include "training/peft/common/lowrank_svd.h"

namespace paretune {
namespace {

constexpr uint64_t kSeed = 42;
constexpr int64_t kRounds = 4;

}  // namespace

void IncrementalPca::add(at::Tensor x) {
  at::NoGradGuard no_grad;
  const int64_t rows = x.size(0), rows_before = m_rows;
  const at::Tensor mean_before = m_mean;
  update_mean_and_variance(x);
  if (!started()) {
    x = (x - m_mean).to(at::kFloat);
  } else {
    // From the second batch on in fp64: the means are.
    const at::Tensor mean = x.mean(0);
    const double weight = std::sqrt(static_cast<double>(rows_before) / static_cast<double>(m_rows) * static_cast<double>(rows));
    const at::Tensor shift = (mean_before - mean) * weight;
    x = at::cat({(strengths.unsqueeze(1) * components).to(at::kDouble), (x - mean).to(at::kDouble), shift.unsqueeze(0)});
  }
  LowrankSvd svd = lowrank_svd(x, 2 * m_count, kRounds, seeded_generator(kSeed, x.device()));
  const at::Tensor largest = svd.vh.abs().argmax(1, /*keepdim=*/true);
  components = (svd.vh * svd.vh.gather(1, largest).sign()).slice(0, 0, m_count);
  strengths = svd.s.slice(0, 0, m_count);
  shares = (svd.s.square() / (m_variance * m_rows).sum()).slice(0, 0, m_count);
}

void IncrementalPca::update_mean_and_variance(const at::Tensor& x) {
  const int64_t rows = x.size(0), all = m_rows + rows;
  const at::Tensor sum = x.sum(0, false, at::kDouble), centred = x - sum / rows;
  const at::Tensor spread = centred.square().sum(0, false, at::kDouble) - centred.sum(0, false, at::kDouble).square() / rows;
  if (m_rows == 0) {
    m_mean = sum / rows;
    m_variance = spread / rows;
  } else {
    const at::Tensor sum_before = m_mean * m_rows;
    const double ratio = static_cast<double>(m_rows) / static_cast<double>(rows);
    m_variance = (m_variance * m_rows + spread + (sum_before / ratio - sum).square() * (ratio / static_cast<double>(all))) / all;
    m_mean = (sum_before + sum) / all;
  }
  m_rows = all;
}

}  // namespace paretune
