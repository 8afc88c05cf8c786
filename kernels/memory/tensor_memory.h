// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
namespace paretune::kernels {

// From now on large tensors of this process live in an Arena. Once; later calls do nothing. No effect under AddressSanitizer, which
// watches the system's allocator, and where PARETUNE_ARENA=0.
void use_arena_for_tensors();

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
