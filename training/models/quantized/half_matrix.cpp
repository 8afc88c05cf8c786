// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/quantized/half_matrix.h"

namespace paretune {
namespace {

class HalfMatrix final : public PackedMatrix {
 public:
  explicit HalfMatrix(const Tensor& values) : PackedMatrix(values.size(0), values.size(1), values.device()), m_values(values.contiguous()) {}

  void unpack(int64_t from, int64_t count, float* out) const override {
    at::NoGradGuard no_grad;
    at::from_blob(out, {count, columns()}, at::kFloat).copy_(m_values.narrow(0, from, count));
  }
  int64_t nbytes() const override { return static_cast<int64_t>(m_values.nbytes()); }
  bool exact() const override { return true; }

 private:
  Tensor dense_rows_on_accelerator(int64_t from, int64_t count, at::ScalarType type) const override { return m_values.narrow(0, from, count).to(type); }
  Tensor rows_on_accelerator(const Tensor& ids) const override { return m_values.index_select(0, ids).to(at::kFloat); }

  Tensor m_values;
};

}  // namespace

std::shared_ptr<const PackedMatrix> half_matrix(const Tensor& values) {
  TORCH_CHECK(values.dim() == 2 && (values.scalar_type() == at::kBFloat16 || values.scalar_type() == at::kHalf), "half_matrix: ", values.sizes(), " of ",
              values.scalar_type());
  return std::make_shared<HalfMatrix>(values);
}

}  // namespace paretune
