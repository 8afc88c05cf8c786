// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/waveft_parts/wavelet_change.h"

#include "training/peft/common/effective_weight.h"

namespace paretune {
namespace {

// Touched entries, as a share of all, up to which they are listed one by one.
constexpr double kFewEntries = 1.0 / 6;

// [low; high] with high[k] = (-1)^k low[length - 1 - k].
Tensor filter_pair(std::span<const float> low_pass) {
  const auto length = static_cast<int64_t>(low_pass.size());
  Tensor pair = at::empty({2, length}, at::kFloat);
  for (int64_t k = 0; k < length; ++k) {
    pair[0][k] = low_pass[k];
    pair[1][k] = (k % 2 == 0 ? 1.0F : -1.0F) * low_pass[length - 1 - k];
  }
  return pair;
}

// Upsampled by 2 and filtered along the last dimension: (n, 2 halves, c) -> (n, length).
Tensor synthesis(const Tensor& halves, const Tensor& filters, int64_t length) {
  return at::conv_transpose1d(halves, filters, {}, /*stride=*/2, /*padding=*/filters.size(2) - 2).select(1, 0).slice(1, 0, length);
}

}  // namespace

// PEFT centres the coefficients in a grid that is length - 2 larger and even, and takes its quadrants [[a, h], [v, d]] so that the column
// half chooses the filter along rows and the row half the one along columns. What lies over the edges is cut off.
WaveletChange::WaveletChange(const Tensor& places, const Linear& layer, std::span<const float> low_pass, double scaling)
    : m_out(layer.out_features()), m_in(layer.in_features()), m_scaling(scaling) {
  const at::Device device = layer.device();
  if (low_pass.empty()) {
    m_entries = std::make_shared<SparsePlaces>(places.to(device), m_out, m_in);
    return;
  }
  const auto length = static_cast<int64_t>(low_pass.size()), more = length - 2, n = places.size(0);
  const int64_t half_rows = (m_out + more + 1) / 2, half_columns = (m_in + more + 1) / 2;
  m_rows = 2 * half_rows;
  m_columns = 2 * half_columns;
  const Tensor row = at::div(places, m_in, "floor") + more / 2, column = at::remainder(places, m_in) + more / 2;
  const Tensor lower = at::div(row, half_rows, "floor"), right = at::div(column, half_columns, "floor");
  const Tensor i = row - lower * half_rows, j = column - right * half_columns, pair = filter_pair(low_pass);
  if (static_cast<double>(n * length * length) > kFewEntries * static_cast<double>(m_out * m_in)) {
    m_grid_places = ((right * half_rows + i) * m_columns + lower * half_columns + j).to(device);
    m_filters = pair.unsqueeze(1).to(device);
    return;
  }
  const Tensor taps = at::arange(length, places.options());
  const Tensor rows = (i * 2 - more).view({n, 1, 1}) + taps.view({1, length, 1}), columns = (j * 2 - more).view({n, 1, 1}) + taps.view({1, 1, length});
  const Tensor inside = (rows >= 0).logical_and(rows < m_out).logical_and(columns >= 0).logical_and(columns < m_in);
  const Tensor shares = pair.index_select(0, right).view({n, length, 1}) * pair.index_select(0, lower).view({n, 1, length});
  const Tensor sources = at::arange(n, places.options()).view({n, 1, 1}).expand({n, length, length});
  m_entries = std::make_shared<SparsePlaces>((rows * m_in + columns).masked_select(inside).to(device), m_out, m_in);
  m_sources = sources.masked_select(inside).to(device);
  m_shares = (shares.masked_select(inside) * scaling).to(device);
}

Tensor WaveletChange::entry_values(const Tensor& spectrum) const {
  return m_sources.defined() ? spectrum.index_select(0, m_sources) * m_shares : spectrum * m_scaling;
}

Tensor WaveletChange::linear(const Tensor& x, const Linear& base, const InnerLinear& inner, const Tensor& spectrum) const {
  if (m_entries) return sparse_linear(x, base, inner, entry_values(spectrum), m_entries);
  return changed_linear(x, x, base, inner, [change = *this, spectrum] { return change.dense(spectrum); });
}

Tensor WaveletChange::dense(const Tensor& spectrum) const {
  if (m_entries) return m_entries->add_to(at::zeros({m_out, m_in}, spectrum.options()), entry_values(spectrum));
  const Tensor grid = at::zeros({m_rows * m_columns}, spectrum.options()).index_copy(0, m_grid_places, spectrum * m_scaling);
  const Tensor by_rows = synthesis(grid.view({2, m_rows / 2, m_columns}).permute({2, 0, 1}), m_filters, m_out);  // (columns, out)
  return synthesis(by_rows.reshape({2, m_columns / 2, m_out}).permute({2, 0, 1}), m_filters, m_in);
}

}  // namespace paretune
