// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "kernels/common/isa.h"

// Tokens [begin, end): pairs (i, i + hd/2) of every head turned by the token's angle. x has the given strides (in floats; the last
// dimension is dense), cos and sin are contiguous (N, hd/2), y is contiguous (N, H, hd). sign -1 turns back.
PARETUNE_RAW(void, rope_rows,
             (int64_t begin, int64_t end, int64_t heads, int64_t hd, const float* x, int64_t token_stride, int64_t head_stride,
              const float* cos, const float* sin, float sign, float* y))
