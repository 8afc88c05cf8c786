// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>

namespace paretune::kernels {

// From now on large tensors of this process live in an Arena. Once; later calls do nothing. No effect under AddressSanitizer, which
// watches the system's allocator, and where PARETUNE_ARENA=0.
void use_arena_for_tensors();

void trim_tensor_memory();  // what tensors no longer use goes back to the system

struct TensorMemory {
  std::size_t live = 0, peak = 0;  // bytes of large tensors now, and at most since the last reset; 0 without an arena
};
TensorMemory tensor_memory();
void reset_tensor_peak();

}  // namespace paretune::kernels
