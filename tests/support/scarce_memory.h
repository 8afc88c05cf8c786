// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <c10/core/CPUAllocator.h>
#include <c10/core/impl/alloc_cpu.h>
#include <malloc.h>

#include <atomic>
#include <cstring>
#include <limits>
#include <new>

namespace paretune::test {

// The allocator of all tensors: refuses beyond `most` live bytes, and the `refused`-th allocation once.
class Scarce final : public c10::Allocator {
 public:
  at::DataPtr allocate(std::size_t bytes) override {
    const auto size = static_cast<int64_t>(bytes);
    if (size > 0 && (live + size > most || ++made == refused)) throw std::bad_alloc();
    void* block = c10::alloc_cpu(bytes);
    live += usable(block);
    peak = std::max<int64_t>(peak, live);
    return {block, block, &release, c10::Device(c10::kCPU)};
  }
  at::DeleterFnPtr raw_deleter() const override { return &release; }
  void copy_data(void* to, const void* from, std::size_t bytes) const override { std::memcpy(to, from, bytes); }

  void be_plenty() {
    most = std::numeric_limits<int64_t>::max();
    refused = -1;
  }
  std::atomic<int64_t> live{0}, peak{0}, made{0}, most{std::numeric_limits<int64_t>::max()}, refused{-1};

 private:
  static int64_t usable(void* block) { return block ? static_cast<int64_t>(malloc_usable_size(block)) : 0; }
  static void release(void* block);
};

inline Scarce& memory() {
  static Scarce* scarce = new Scarce;  // tensors may outlive everything
  return *scarce;
}
inline void Scarce::release(void* block) {
  memory().live -= usable(block);
  c10::free_cpu(block);
}

// Before the first tensor that is to be counted; the product's own allocator does not take its place.
inline void use_scarce_memory() { c10::SetCPUAllocator(&memory(), 200); }

}  // namespace paretune::test
