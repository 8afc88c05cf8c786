// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The raw kernels compiled for an accelerator, if any; every operator falls back to ATen for devices and types without them.
#include <torch/torch.h>

#include "kernels/common/device_table.h"

namespace paretune::kernels {

// The type code of a tensor the table can take, DeviceType::none for others.
inline DeviceType device_type_of(const at::Tensor& t) {
  if (!t.device().is_cuda()) return DeviceType::none;
  if (t.scalar_type() == at::kFloat) return DeviceType::f32;
  return t.scalar_type() == at::kBFloat16 ? DeviceType::bf16 : DeviceType::none;
}

// The table for this tensor's device and type, or null.
inline const DeviceKernels* device_kernels(const at::Tensor& t) {
  return device_type_of(t) == DeviceType::none ? nullptr : compiled_device_kernels();
}

// The tensor's current stream, as the driver's handle.
inline void* device_stream(const at::Tensor& t) {
  const c10::impl::VirtualGuardImpl guard(t.device().type());
  return guard.getStream(t.device()).native_handle();
}

}  // namespace paretune::kernels
