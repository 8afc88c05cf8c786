// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/adamw/adamw_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_adamw(DeviceKernels& table) { AdamWOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
