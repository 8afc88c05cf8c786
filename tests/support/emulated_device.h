// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A second device for tests of what a GPU would meet, on a machine without one: LibTorch's PrivateUse1 backend with
//  - memory of its own: the addresses of its tensors cannot be read by the host (a stray access faults), fresh memory holds NaN;
//  - no mixing: an operator given tensors of both devices, or the CPU's generator, refuses as CUDA's do;
//  - the accelerator kernels of kernels/, played on the host, in DeviceKernels' table;
//  - flash attention over samples laid end to end with the contract of ATen's CUDA operator, in plain fp32;
//  - torch.autocast's list of operators.
// All other operators run the CPU's kernels on its memory.
#include <torch/torch.h>

namespace paretune::testing {

at::Device emulated_device();  // registers it on the first call

struct EmulatedDeviceUse {
  int64_t kernels = 0;    // launches from DeviceKernels' table
  int64_t operators = 0;  // calls of other operators
  int64_t flash = 0;      // of flash attention, forward and backward
};
EmulatedDeviceUse emulated_device_use();
int64_t emulated_device_bytes();         // in use now
void limit_emulated_device(int64_t bytes);  // allocations beyond fail as CUDA's do; 0: no limit

}  // namespace paretune::testing
