// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

namespace paretune::kernels {

// Each block of a row times its own small matrix. x (N, blocks * size), r (blocks, size, size) -> (N, blocks * size).
at::Tensor block_rotation(const at::Tensor& x, const at::Tensor& r);

}  // namespace paretune::kernels
