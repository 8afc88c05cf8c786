// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/device_table.h"

namespace paretune::kernels {

#ifdef PARETUNE_CUDA
const DeviceKernels* cuda_device_kernels();
const DeviceKernels* compiled_device_kernels() { return cuda_device_kernels(); }
#else
const DeviceKernels* compiled_device_kernels() { return nullptr; }
#endif

}  // namespace paretune::kernels
