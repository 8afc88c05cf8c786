// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/rms_norm/rms_norm.h"

namespace paretune::kernels {

at::Tensor rms_norm(const at::Tensor& x, const at::Tensor& weight, double eps) {
  return weight * (x * at::rsqrt(x.pow(2).mean(-1, true) + eps));
}

}  // namespace paretune::kernels
