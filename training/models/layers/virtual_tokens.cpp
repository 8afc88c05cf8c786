// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/models/layers/virtual_tokens.h"

namespace paretune {

using at::Tensor;

Tensor with_virtual_tokens(const Tensor& x, const Tensor& rows, std::vector<int64_t>& offsets, Tensor& positions) {
  std::vector<Tensor> parts, places;
  const int64_t p = rows.size(-2);
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) {
    parts.push_back(rows.dim() == 3 ? rows[static_cast<int64_t>(s)] : rows);
    parts.push_back(x.slice(0, offsets[s], offsets[s + 1]));
    places.push_back(at::arange(p + offsets[s + 1] - offsets[s], positions.options()));
  }
  for (std::size_t s = 0; s < offsets.size(); ++s) offsets[s] += static_cast<int64_t>(s) * p;
  positions = at::cat(places);
  return at::cat(parts);
}

Tensor without_virtual_tokens(const Tensor& x, int64_t count, const std::vector<int64_t>& offsets) {
  std::vector<Tensor> parts;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) parts.push_back(x.slice(0, offsets[s] + count, offsets[s + 1]));
  return at::cat(parts);
}

Tensor virtual_tokens_of(const Tensor& x, int64_t count, const std::vector<int64_t>& offsets) {
  std::vector<Tensor> parts;
  for (std::size_t s = 0; s + 1 < offsets.size(); ++s) parts.push_back(x.slice(0, offsets[s], offsets[s] + count));
  return at::stack(parts);
}

}  // namespace paretune
