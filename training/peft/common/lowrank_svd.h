// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// torch.svd_lowrank: the strongest singular directions by subspace iteration from a random start (Halko et al. 2009, algorithm 5.1).
#include <torch/torch.h>

namespace paretune {

struct LowrankSvd {
  at::Tensor u, s, vh;  // (rows, rank), (rank), (rank, columns)
};

// torch.Generator's stream of the device the matrix is on, from this seed, as torch.manual_seed sets it.
inline at::Generator seeded_generator(uint64_t seed, at::Device device) {
  at::Generator generator = at::globalContext().defaultGenerator(device).clone();
  generator.set_current_seed(seed);
  return generator;
}

inline LowrankSvd lowrank_svd(const at::Tensor& matrix, int64_t rank, int64_t iterations, const at::Generator& generator) {
  const bool wide = matrix.size(0) < matrix.size(1);
  const at::Tensor a = wide ? matrix.t() : matrix;
  at::Tensor q = std::get<0>(at::linalg_qr(at::matmul(a, at::randn({a.size(1), rank}, generator, a.options()))));
  for (int64_t i = 0; i < iterations; ++i) {
    q = std::get<0>(at::linalg_qr(at::matmul(a.t(), q)));
    q = std::get<0>(at::linalg_qr(at::matmul(a, q)));
  }
  auto [u, s, vh] = at::linalg_svd(at::matmul(q.t(), a), false);
  u = at::matmul(q, u);
  return wide ? LowrankSvd{vh.t(), s, u.t()} : LowrankSvd{u, s, vh};
}

}  // namespace paretune
