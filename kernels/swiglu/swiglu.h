// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

namespace paretune::kernels {

// silu(gate) * up, both (N, F).
at::Tensor swiglu(const at::Tensor& gate, const at::Tensor& up);

}  // namespace paretune::kernels
