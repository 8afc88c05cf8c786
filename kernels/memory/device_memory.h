// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What tensors take on an accelerator, as its caching allocator counts. Of the CPU: training/core/process.h.
#include <torch/torch.h>

namespace paretune::kernels {

struct DeviceMemory {
  int64_t allocated = 0, peak = 0;  // bytes of tensors, now and at most since reset_device_peak()
  int64_t reserved = 0;             // bytes the allocator holds
  int64_t free = 0, total = 0;      // of the device
};
DeviceMemory device_memory(const at::Device& device);  // zeros on the CPU
void reset_device_peak(const at::Device& device);
void trim_device_memory(const at::Device& device);  // what no tensor uses goes back to the device

}  // namespace paretune::kernels
