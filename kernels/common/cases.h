// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Every operator on made-up inputs, beside its reference: what the benchmark times and the self-test compares.
#include <torch/torch.h>

#include <functional>
#include <string>
#include <vector>

namespace paretune::kernels {

struct CaseSizes {
  int64_t n, c, heads, kv_heads, hd, f, vocab, rank, block;
  std::vector<int64_t> offsets;
};

using OperatorCall = std::function<at::Tensor(const std::vector<at::Tensor>&)>;

// The same call through the operator and through the reference. The first `trained` inputs require a gradient.
struct OperatorCase {
  std::string name, shape;
  std::vector<at::Tensor> inputs;
  std::size_t trained;
  OperatorCall ours, aten;
};

std::vector<OperatorCase> cases_of(const CaseSizes& sizes);  // seeded apart from the program's generator

// Output and gradients of sum(output * pull), the pull drawn for the output's shape.
std::vector<at::Tensor> results_of(const OperatorCall& op, const std::vector<at::Tensor>& inputs, std::size_t trained, at::ScalarType type,
                                   at::Device device = at::kCPU);

}  // namespace paretune::kernels
