// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Activation checkpointing: keep only a block's input, run the block again in the backward pass.
#include <torch/torch.h>

#include <functional>
#include <vector>

namespace paretune {

// Same values and gradients as block(x). Trainable leaves used inside get their gradients too. Dropout inside must draw from the
// default CPU generator, whose state is restored for the second run. `carried`: tensors with a graph that the block reads besides x; the
// gradients flow into those graphs too.
at::Tensor checkpointed(const std::function<at::Tensor(const at::Tensor&)>& block, const at::Tensor& x, const std::vector<at::Tensor*>& carried = {});

}  // namespace paretune
