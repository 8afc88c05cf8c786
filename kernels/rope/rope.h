// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

namespace paretune::kernels {

// Rotary positions, HF's rotate_half layout. x (N, H, hd), cos and sin (N, hd/2) -> (N, H, hd).
at::Tensor rope(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin);

}  // namespace paretune::kernels
