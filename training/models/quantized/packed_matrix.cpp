// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/packed_matrix.h"

#include <ATen/Parallel.h>

namespace paretune {
namespace {

constexpr int64_t kNumbersPerTask = 16384;

}  // namespace

Tensor PackedMatrix::dense_rows(int64_t from, int64_t count) const {
  TORCH_CHECK(from >= 0 && count >= 0 && from + count <= m_rows, "dense_rows: rows ", from, " to ", from + count, " of ", m_rows);
  if (!m_device.is_cpu()) return dense_rows_on_accelerator(from, count);
  Tensor out = at::empty({count, m_columns}, at::kFloat);
  float* values = out.data_ptr<float>();
  at::parallel_for(0, count, std::max<int64_t>(1, kNumbersPerTask / std::max<int64_t>(1, m_columns)),
                   [&](int64_t begin, int64_t end) { unpack(from + begin, end - begin, values + begin * m_columns); });
  return out;
}

}  // namespace paretune
