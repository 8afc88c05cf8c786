// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>

namespace paretune::kernels {

// From now on large tensors of this process live in an Arena. Once; later calls do nothing. No effect under AddressSanitizer, which
// watches the system's allocator, and where PARETUNE_ARENA=0. With `look`, a tensor beyond the system's memory is refused by
// std::bad_alloc, where the system would promise it and kill the process once its pages are written.
struct SystemMemory {
  long long held = 0;       // by this process, in bytes and of no file
  long long available = 0;  // beside that
};
void use_arena_for_tensors(std::function<SystemMemory()> look = {});

void trim_tensor_memory();  // what tensors no longer use goes back to the system

// Bytes of tensors that this thread made since its birth, less those it freed: now, and at most.
class CountedMemory {
 public:
  CountedMemory();
  long long live() const;
  long long peak() const;
  static bool available();  // whether tensors are counted: with the arena only

 private:
  long long m_before;
};

}  // namespace paretune::kernels
