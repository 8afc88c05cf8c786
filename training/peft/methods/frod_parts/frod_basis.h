// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What FRoD's layers of one kind share, and the parts of one layer that follow from it.
#include <torch/torch.h>

#include <string>
#include <vector>

namespace paretune {

// Layers of one kind share a basis: "model.layers.0.self_attn.q_proj" is of the kind "self_attn_q_proj".
std::string frod_category(const std::string& module);

// Number of the block a module is in, or `fallback`: where it stands among the layers of its kind.
int64_t frod_layer_index(const std::string& module, int64_t fallback);

// V (in, in) from the weights (out, in) of one kind, in block order; fp32 on the CPU.
at::Tensor frod_basis(const std::vector<at::Tensor>& weights, double regularisation);

// Places of the trained core beside its diagonal: (2, n) int64, in the order drawn. Advances the generator.
at::Tensor frod_places(int64_t size, double rate, at::Generator& generator);

// U (out, in) with columns of length 1, and their lengths l (in), such that W = U diag(l) V^T.
std::pair<at::Tensor, at::Tensor> frod_split(const at::Tensor& basis, const at::Tensor& weight);

}  // namespace paretune
