// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/linear_cross_entropy/linear_cross_entropy_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_linear_cross_entropy(DeviceKernels& table) { CrossEntropyOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
