// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A packed weight that becomes dense by ranges of rows, so that a large one never does as a whole.
#include "training/models/layers/modules.h"

namespace paretune {

class PackedMatrix : public PackedWeight {
 public:
  PackedMatrix(int64_t rows, int64_t columns, at::Device device) : m_rows(rows), m_columns(columns), m_device(device) {}

  Tensor dense() const final { return dense_rows(0, m_rows); }
  Tensor rows_at(const Tensor& ids) const final;
  // (count, columns) on the weight's device: a new fp32 tensor, or its values in another type, which must not be written to.
  Tensor dense_rows(int64_t from, int64_t count, at::ScalarType type = at::kFloat) const;
  // The same into memory of the host, by the calling thread alone. Where device() is the CPU.
  virtual void unpack(int64_t from, int64_t count, float* out) const = 0;
  // W x + bias for one fp32 vector x (1, columns) of the CPU, bias (rows) or undefined, without a dense W: (1, rows).
  Tensor times(const Tensor& x, const Tensor& bias) const;

  int64_t rows() const { return m_rows; }
  int64_t columns() const { return m_columns; }
  at::Device device() const { return m_device; }

 protected:
  // y[r] = row r of W times x, for rows [from, to), by the calling thread alone. sums[b] is the sum of x[32 b] .. x[32 b + 31].
  virtual void dot_rows(int64_t from, int64_t to, const float* x, const float* sums, float* y) const;

  virtual Tensor rows_on_accelerator(const Tensor& ids) const { return dense().index_select(0, ids); }  // in fp32

 private:
  virtual Tensor dense_rows_on_accelerator(int64_t from, int64_t count, at::ScalarType type) const = 0;  // in fp32 or in `type`

  int64_t m_rows, m_columns;
  at::Device m_device;
};

}  // namespace paretune

// A function compiled for processors with AVX2; to be called where kernels::active_isa() says so.
#if defined(__x86_64__)
#define PARETUNE_FOR_AVX2 __attribute__((target("avx2")))
#else
#define PARETUNE_FOR_AVX2
#endif
#define PARETUNE_INLINED inline __attribute__((always_inline))
