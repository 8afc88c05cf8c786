// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

namespace paretune {

// Principal components of rows that come in batches (Ross et al. 2008), by torch.svd_lowrank with PEFT's seed, so that they are PEFT's.
class IncrementalPca {
 public:
  explicit IncrementalPca(int64_t components) : m_count(components) {}
  void add(at::Tensor x);  // (n, features) fp32, n and features at least the number of components

  bool started() const { return components.defined(); }
  at::Tensor components;  // (count, features), the strongest first; the largest entry of each is positive
  at::Tensor strengths;   // (count) singular values
  at::Tensor shares;      // (count) of the variance of all rows so far

 private:
  void update_mean_and_variance(const at::Tensor& x);
  int64_t m_count, m_rows = 0;
  at::Tensor m_mean, m_variance;  // (features) fp64, over all rows so far
};

}  // namespace paretune
