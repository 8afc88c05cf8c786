// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/sparse_gather/sparse_gather_device.h"

#include "kernels/cuda/run.cuh"

namespace paretune::kernels {
void enter_sparse_gather(DeviceKernels& table) { SparseGatherOn<CudaRun>::enter(table); }
}  // namespace paretune::kernels
