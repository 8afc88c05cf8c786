// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Rotations made from skew-symmetric matrices q (..., n, n).
#include <torch/torch.h>

namespace paretune {

// (I - q) (I + q)^-1; of -q it is the inverse rotation.
inline at::Tensor cayley(const at::Tensor& q) {
  const at::Tensor eye = at::eye(q.size(-1), q.options());
  return at::linalg_solve(eye + q, eye - q, /*left=*/false);
}

// The first terms of (I + q) (I - q)^-1 = I + 2 q + 2 q^2 + ..., the last one halved, as PEFT does: nearly a rotation where q is small.
inline at::Tensor cayley_series(const at::Tensor& q, int64_t terms) {
  at::Tensor r = at::eye(q.size(-1), q.options()).expand_as(q);
  if (terms > 1) r = r + q * 2;
  if (terms > 2) {
    at::Tensor power = at::matmul(q, q);
    r = r + power * 2;
    for (int64_t i = 3; i < terms - 1; ++i) {
      power = at::matmul(power, q);
      r = r + power * 2;
    }
    r = r + at::matmul(power, q);
  }
  return r;
}

// Where the strict upper triangle of a matrix of this size lies in its rows, one behind the other.
inline at::Tensor upper_places(int64_t size, at::Device device) {
  const at::Tensor upper = at::triu_indices(size, size, 1, at::TensorOptions(at::kLong));
  return (upper[0] * size + upper[1]).to(device);
}

// (n, size (size - 1) / 2) strict upper triangles -> (n, size, size) skew matrices.
inline at::Tensor skew_of_upper(const at::Tensor& values, const at::Tensor& places, int64_t size) {
  const int64_t n = values.size(0);
  const at::Tensor upper = at::zeros({n, size * size}, values.options()).index_copy(1, places, values).view({n, size, size});
  return upper - upper.transpose(1, 2);
}

}  // namespace paretune
