// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "kernels/common/isa.h"

// y = silu(gate) * up over elements [begin, end).
PARETUNE_RAW(void, swiglu_forward, (int64_t begin, int64_t end, const float* gate, const float* up, float* y))
// Both gradients in one pass over elements [begin, end).
PARETUNE_RAW(void, swiglu_backward,
             (int64_t begin, int64_t end, const float* g, const float* gate, const float* up, float* dgate, float* dup))
