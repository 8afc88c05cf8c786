// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/int8.h"

#include <cmath>

#include "kernels/common/device_kernels.h"
#include "kernels/common/isa.h"
#include "kernels/common/parallel.h"

namespace paretune {
namespace {

constexpr float kPer127 = 7.874015718698502e-3f;

PARETUNE_INLINED void unpack_row(const int8_t* values, float absmax, int64_t count, float* out) {
  for (int64_t i = 0; i < count; ++i) {
    const float scaled = static_cast<float>(values[i]) * absmax;
    out[i] = scaled * kPer127;
  }
}

void unpack_row_anywhere(const int8_t* values, float absmax, int64_t count, float* out) { unpack_row(values, absmax, count, out); }
PARETUNE_FOR_AVX2 void unpack_row_avx2(const int8_t* values, float absmax, int64_t count, float* out) { unpack_row(values, absmax, count, out); }

class Int8Matrix final : public PackedMatrix {
 public:
  Int8Matrix(const Int8& packed, at::Device device)
      : PackedMatrix(packed.values.size(0), packed.values.size(1), device), m_values(packed.values.to(device)), m_absmax(packed.absmax.to(device)) {}

  void unpack(int64_t from, int64_t count, float* out) const override {
    const auto unpack_one = kernels::active_isa() == kernels::Isa::avx2 ? unpack_row_avx2 : unpack_row_anywhere;
    const int8_t* values = m_values.data_ptr<int8_t>();
    const float* absmax = m_absmax.data_ptr<float>();
    for (int64_t row = from; row < from + count; ++row, out += columns()) unpack_one(values + row * columns(), absmax[row], columns(), out);
  }

  int64_t nbytes() const override { return int8_bytes(rows(), columns()); }

 private:
  Tensor dense_rows_on_accelerator(int64_t from, int64_t count, at::ScalarType type) const override {
    Tensor out = at::empty({count, columns()}, m_absmax.options().dtype(type));
    if (const auto* table = kernels::device_kernels(out, &kernels::DeviceKernels::dequantize_int8)) {
      table->dequantize_int8(kernels::device_type_of(out), count, columns(), m_values.const_data_ptr<int8_t>() + from * columns(),
                             m_absmax.const_data_ptr<float>() + from, out.mutable_data_ptr(), kernels::device_stream(out));
      return out;
    }
    return m_values.narrow(0, from, count) * m_absmax.narrow(0, from, count).unsqueeze(1) * static_cast<double>(kPer127);
  }

  Tensor m_values, m_absmax;
};

// The nearest whole number, halves to the even one; |value| below 2^22.
float to_whole(float value) {
  constexpr float kMagic = 12582912.0f;  // 1.5 * 2^23
  const float shifted = value + kMagic;
  return shifted - kMagic;
}

}  // namespace

Int8 quantize_int8(const Tensor& weight) {
  TORCH_CHECK(weight.dim() == 2, "quantize_int8 takes a matrix, not ", weight.sizes());
  const Tensor dense = weight.detach().to(at::kCPU, at::kFloat).contiguous();
  const int64_t rows = dense.size(0), columns = dense.size(1);
  Int8 out{at::empty({rows, columns}, at::kChar), at::empty({rows}, at::kFloat)};
  const float* from = dense.data_ptr<float>();
  int8_t* to = out.values.data_ptr<int8_t>();
  float* absmax = out.absmax.data_ptr<float>();
  kernels::parallel_rows(rows, 16, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const float* values = from + row * columns;
      float largest = 0;
      for (int64_t i = 0; i < columns; ++i) largest = std::max(largest, std::fabs(values[i]));
      const float factor = largest > 0 ? 127.0f / largest : 0.0f;
      for (int64_t i = 0; i < columns; ++i) to[row * columns + i] = static_cast<int8_t>(to_whole(values[i] * factor));
      absmax[row] = largest;
    }
  });
  return out;
}

int64_t int8_bytes(int64_t rows, int64_t columns) { return rows * columns + 4 * rows; }

std::shared_ptr<const PackedMatrix> int8_matrix(const Int8& packed, at::Device device) { return std::make_shared<Int8Matrix>(packed, device); }

}  // namespace paretune
