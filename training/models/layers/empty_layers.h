// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Layers with shapes but no values, for load_model to fill.
#include "training/models/layers/modules.h"

namespace paretune {

ParamPtr empty_param(at::IntArrayRef shape);
Linear empty_linear(const std::string& name, int64_t in, int64_t out, bool bias);
Norm empty_norm(const std::string& name, int64_t size, double eps);  // RMSNorm, no bias

}  // namespace paretune
