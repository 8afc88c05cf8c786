// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/swiglu/swiglu_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_swiglu(DeviceKernels& table) { SwiGluOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
