// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

#include "kernels/common/rebuild.h"

namespace paretune::kernels {

// silu(gate) * up, both (N, F).
at::Tensor swiglu(const at::Tensor& gate, const at::Tensor& up);

// How to make this operator's output again, or null for a node of another operator.
Rebuild swiglu_rebuild(const torch::autograd::Node& node);

}  // namespace paretune::kernels
