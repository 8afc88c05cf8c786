// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/dequantize/dequantize_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_dequantize(DeviceKernels& table) { DequantizeOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
