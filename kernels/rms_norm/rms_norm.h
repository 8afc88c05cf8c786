// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/torch.h>

#include "kernels/common/rebuild.h"

namespace paretune::kernels {

// y = weight * x / sqrt(mean(x^2) + eps), as HF's LlamaRMSNorm. x (N, C), weight (C) -> (N, C).
at::Tensor rms_norm(const at::Tensor& x, const at::Tensor& weight, double eps);

// How to make this operator's output again, or null for a node of another operator.
Rebuild rms_norm_rebuild(const torch::autograd::Node& node);

}  // namespace paretune::kernels
