// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/rms_norm/rms_norm_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_rms_norm(DeviceKernels& table) { RmsNormOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
