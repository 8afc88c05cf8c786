// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/memory/device_memory.h"

#include <c10/core/CachingDeviceAllocator.h>

namespace paretune::kernels {
namespace {

c10::DeviceAllocator* allocator_of(const at::Device& device) { return device.is_cpu() ? nullptr : c10::getDeviceAllocator(device.type()); }
c10::DeviceIndex index_of(const at::Device& device) { return device.has_index() ? device.index() : c10::DeviceIndex{0}; }

}  // namespace

DeviceMemory device_memory(const at::Device& device) {
  if (device.is_cpu()) return {};
  at::globalContext().lazyInitDevice(device.type());
  c10::DeviceAllocator* allocator = allocator_of(device);
  const auto stats = allocator->getDeviceStats(index_of(device));
  constexpr auto all = static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
  const auto [free, total] = allocator->getMemoryInfo(index_of(device));
  return {stats.allocated_bytes[all].current, stats.allocated_bytes[all].peak, stats.reserved_bytes[all].current, static_cast<int64_t>(free), static_cast<int64_t>(total)};
}

void reset_device_peak(const at::Device& device) {
  if (c10::DeviceAllocator* allocator = allocator_of(device); allocator && allocator->initialized()) allocator->resetPeakStats(index_of(device));
}

void trim_device_memory(const at::Device& device) {
  if (c10::DeviceAllocator* allocator = allocator_of(device); allocator && allocator->initialized()) allocator->emptyCache();
}

}  // namespace paretune::kernels
