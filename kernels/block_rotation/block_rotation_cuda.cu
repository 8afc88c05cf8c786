// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/block_rotation/block_rotation_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_block_rotation(DeviceKernels& table) { BlockRotationOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
