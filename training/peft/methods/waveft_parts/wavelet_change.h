// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One level of inverse 2-D wavelet transform of a few coefficients, as a weight change (out, in).
#include <span>

#include "training/peft/common/sparse_weight.h"

namespace paretune {

class WaveletChange {
 public:
  // `places`: flat places (n) of the coefficients in (out, in). Without a filter the coefficients are entries of the change themselves.
  WaveletChange(const Tensor& places, const Linear& layer, std::span<const float> low_pass, double scaling);

  Tensor linear(const Tensor& x, const Linear& base, const InnerLinear& inner, const Tensor& spectrum) const;
  Tensor dense(const Tensor& spectrum) const;  // (out, in)

 private:
  Tensor entry_values(const Tensor& spectrum) const;

  int64_t m_out, m_in;
  double m_scaling;
  // Short filters touch few entries: each as its place, which coefficient it takes and how much of it.
  std::shared_ptr<SparsePlaces> m_entries;
  Tensor m_sources, m_shares;  // undefined: the entries are the coefficients
  // Long ones: the grid of coefficients, and filters (2, 1, length) to run over its rows and columns.
  Tensor m_grid_places, m_filters;
  int64_t m_rows = 0, m_columns = 0;
};

}  // namespace paretune
