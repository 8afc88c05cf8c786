// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/dense_product.h"

#include "kernels/block_dot/block_dot_cpu.h"
#include "kernels/common/checks.h"
#include "kernels/common/parallel.h"

namespace paretune::kernels {
namespace {

at::Tensor row_product(const at::Tensor& x, const at::Tensor& weight) {
  const int64_t out = weight.size(0), in = weight.size(1);
  at::Tensor y = at::empty({1, out}, x.options());
  const float *row = x.const_data_ptr<float>(), *w = weight.const_data_ptr<float>();
  float* to = y.mutable_data_ptr<float>();
  const auto dot = raw_kernel(dot_f32);
  parallel_rows(out, rows_for_thread(in), [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) to[r] = dot(in, w + r * in, row);
  });
  return y;
}

}  // namespace

at::Tensor dense_product(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const at::Tensor w = as_type_of(weight, x);
  if (x.size(0) == 1 && x.is_cpu() && w.is_cpu() && x.scalar_type() == at::kFloat && x.is_contiguous() && w.is_contiguous()) {
    at::Tensor y = row_product(x, w);
    return bias.defined() ? y.add_(as_type_of(bias, x)) : y;
  }
  return bias.defined() ? at::addmm(as_type_of(bias, x), x, w.t()) : at::mm(x, w.t());
}

}  // namespace paretune::kernels
