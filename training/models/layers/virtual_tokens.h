// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Virtual rows in front of every sample of a flattened batch.
#include <torch/torch.h>

#include <vector>

namespace paretune {

// x (N, C), rows (P, C) or one set for each sample (S, P, C) -> (N + S P, C); offsets and positions follow.
at::Tensor with_virtual_tokens(const at::Tensor& x, const at::Tensor& rows, std::vector<int64_t>& offsets, at::Tensor& positions);
// The way back: x (N + S P, C) and its offsets -> the real rows (N, C), and the virtual ones (S, P, C).
at::Tensor without_virtual_tokens(const at::Tensor& x, int64_t count, const std::vector<int64_t>& offsets);
at::Tensor virtual_tokens_of(const at::Tensor& x, int64_t count, const std::vector<int64_t>& offsets);

}  // namespace paretune
