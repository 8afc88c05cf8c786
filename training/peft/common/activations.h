// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The activations of transformers by the names its configs use (ACT2FN).
#include <torch/torch.h>

#include <string>
#include <vector>

namespace paretune {

const std::vector<std::string>& activation_names();
// Fresh ones: prelu and xielu with the values they begin with. Fails for a name that is not in the list.
at::Tensor activation(const std::string& name, const at::Tensor& x);

}  // namespace paretune
