// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/rope/rope_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_rope(DeviceKernels& table) { RopeOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
