// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/packed_matrix.h"

#include "kernels/block_dot/block_dot_cpu.h"
#include "kernels/common/parallel.h"

namespace paretune {

Tensor PackedMatrix::dense_rows(int64_t from, int64_t count, at::ScalarType type) const {
  TORCH_CHECK(from >= 0 && count >= 0 && from + count <= m_rows, "dense_rows: rows ", from, " to ", from + count, " of ", m_rows);
  if (!m_device.is_cpu()) return dense_rows_on_accelerator(from, count, type).to(type);
  Tensor out = at::empty({count, m_columns}, at::kFloat);
  float* values = out.data_ptr<float>();
  kernels::parallel_rows(count, kernels::rows_for_thread(m_columns),
                   [&](int64_t begin, int64_t end) { unpack(from + begin, end - begin, values + begin * m_columns); });
  return out.to(type);
}

Tensor PackedMatrix::rows_at(const Tensor& ids) const {
  if (!m_device.is_cpu()) return rows_on_accelerator(ids);
  const Tensor wanted = ids.contiguous(), out = at::empty({ids.size(0), m_columns}, at::kFloat);
  const int64_t* row = wanted.const_data_ptr<int64_t>();
  for (int64_t i = 0; i < ids.size(0); ++i) TORCH_CHECK_INDEX(row[i] >= 0 && row[i] < m_rows, "rows_at: row ", row[i], " of ", m_rows);
  float* values = out.data_ptr<float>();
  kernels::parallel_rows(ids.size(0), kernels::rows_for_thread(m_columns), [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) unpack(row[i], 1, values + i * m_columns);
  });
  return out;
}

void PackedMatrix::dot_rows(int64_t from, int64_t to, const float* x, const float*, float* y) const {
  std::vector<float> row(static_cast<std::size_t>(m_columns));
  const auto dot = raw_kernel(dot_f32);
  for (int64_t r = from; r < to; ++r) {
    unpack(r, 1, row.data());
    y[r] = dot(m_columns, row.data(), x);
  }
}

Tensor PackedMatrix::times(const Tensor& x, const Tensor& bias) const {
  TORCH_CHECK(m_device.is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 2 && x.size(0) == 1 && x.size(1) == m_columns, "times: x ", x.sizes(), " of ",
              x.scalar_type(), " for ", m_columns, " columns");
  const Tensor in = x.contiguous(), out = at::empty({1, m_rows}, at::kFloat);
  const float* values = in.const_data_ptr<float>();
  std::vector<float> sums(static_cast<std::size_t>((m_columns + 31) / 32));
  for (int64_t c = 0; c < m_columns; ++c) sums[static_cast<std::size_t>(c / 32)] += values[c];
  float* y = out.mutable_data_ptr<float>();
  kernels::parallel_rows(m_rows, kernels::rows_for_thread(m_columns),
                   [&](int64_t from, int64_t to) { dot_rows(from, to, values, sums.data(), y); });
  return bias.defined() ? out + bias.to(at::kFloat) : out;
}

}  // namespace paretune
