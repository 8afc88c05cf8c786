// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// torch.autocast: products in bf16 or fp16, what adds up (norms, losses, softmax) in fp32, whatever the tensors' own types are.
#include <ATen/autocast_mode.h>
#include <torch/torch.h>

namespace paretune {

// Computing in this type on this device while it lives; kFloat turns autocast off there, as torch.autocast(enabled=False).
class ComputeType {
 public:
  ComputeType(at::Device device, at::ScalarType type) : m_device(device.type()), m_type(at::autocast::get_autocast_dtype(m_device)),
                                                        m_on(at::autocast::is_autocast_enabled(m_device)), m_cached(at::autocast::is_autocast_cache_enabled()) {
    at::autocast::set_autocast_cache_enabled(false);  // weights that change would have to be forgotten in time
    at::autocast::set_autocast_enabled(m_device, type != at::kFloat);
    if (type != at::kFloat) at::autocast::set_autocast_dtype(m_device, type);
  }
  ~ComputeType() {
    at::autocast::set_autocast_dtype(m_device, m_type);
    at::autocast::set_autocast_enabled(m_device, m_on);
    at::autocast::set_autocast_cache_enabled(m_cached);
  }
  ComputeType(const ComputeType&) = delete;
  ComputeType& operator=(const ComputeType&) = delete;

 private:
  c10::DeviceType m_device;
  at::ScalarType m_type;
  bool m_on, m_cached;
};

}  // namespace paretune
