// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The raw kernels compiled for an accelerator, if any; every operator falls back to ATen for devices and types without them.
#include <torch/torch.h>

#include "kernels/common/device_table.h"

namespace paretune::kernels {

// The type code of a type the table can take, DeviceType::none for others.
inline DeviceType device_type_of(at::ScalarType type) {
  if (type == at::kFloat) return DeviceType::f32;
  return type == at::kBFloat16 ? DeviceType::bf16 : DeviceType::none;
}
inline DeviceType device_type_of(const at::Tensor& t) { return device_type_of(t.scalar_type()); }

inline const DeviceKernels* device_table(c10::DeviceType type) {
  if (type == c10::kCUDA) return compiled_device_kernels();
  return type == c10::kPrivateUse1 ? emulated_device_kernels() : nullptr;
}

// The table where this device has the launcher and knows the tensor's type, else null: device_kernels(x, &DeviceKernels::rope).
template <class Launcher>
const DeviceKernels* device_kernels(const at::Tensor& t, Launcher DeviceKernels::*launcher) {
  const DeviceKernels* table = device_table(t.device().type());
  return table && table->*launcher && device_type_of(t) != DeviceType::none ? table : nullptr;
}

// The device's current stream, as the driver's handle.
inline void* device_stream(const at::Device& device) {
  const c10::impl::VirtualGuardImpl guard(device.type());
  return guard.getStream(device).native_handle();
}
inline void* device_stream(const at::Tensor& t) { return device_stream(t.device()); }

}  // namespace paretune::kernels
