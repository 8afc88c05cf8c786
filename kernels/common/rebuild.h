// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Outputs of cheap operators need not be kept for the backward pass of what reads them: the operator's own graph node already keeps
// its inputs, and runs backward after its readers, so a reader can make the value again from there.
#include <torch/torch.h>

namespace paretune::kernels {

// Makes the output of this node again, bit for bit.
using Rebuild = at::Tensor (*)(torch::autograd::Node& node);

// What a Function stores in saved_data instead of a tensor, as a capsule.
struct Recipe : torch::CustomClassHolder {
  Recipe(std::shared_ptr<torch::autograd::Node> made_by, Rebuild how) : node(std::move(made_by)), make(how) {}
  std::shared_ptr<torch::autograd::Node> node;
  Rebuild make;
};

}  // namespace paretune::kernels
