// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Every operator, forward and backward, on a device against its fp64 reference on the CPU.
#include <torch/torch.h>

#include <string>
#include <vector>

namespace paretune::kernels {

struct OperatorCheck {
  std::string name, shape;
  at::ScalarType type = at::kFloat;
  double error = 0, allowed = 0;  // the worst over output and gradients, relative to the largest value of each
  std::string problem;            // why it could not be computed
  bool ok() const { return problem.empty() && error <= allowed; }
};

// In fp32, on other devices than the CPU in bf16 too.
std::vector<OperatorCheck> check_operators(const at::Device& device);

}  // namespace paretune::kernels
