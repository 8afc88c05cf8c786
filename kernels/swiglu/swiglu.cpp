// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/swiglu/swiglu.h"

namespace paretune::kernels {

at::Tensor swiglu(const at::Tensor& gate, const at::Tensor& up) { return at::silu(gate) * up; }

}  // namespace paretune::kernels
