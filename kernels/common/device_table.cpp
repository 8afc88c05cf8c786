// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/common/device_table.h"

#include <atomic>

namespace paretune::kernels {

static std::atomic<const DeviceKernels*>& table() {
  static std::atomic<const DeviceKernels*> value{nullptr};
  return value;
}

const DeviceKernels* registered_device_kernels() { return table().load(); }
void register_device_kernels(const DeviceKernels* kernels) { table().store(kernels); }

}  // namespace paretune::kernels
