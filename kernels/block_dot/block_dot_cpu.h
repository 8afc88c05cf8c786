// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One vector times rows of a matrix kept in ggml's blocks of 32, without making the matrix dense: y[r] = sum over c of w[r, c] x[c] for rows
// [begin, end). `blocks` to a row, x (32 blocks), sums (blocks): the sum of x over each block. Layouts: training/io/ggml_types.cpp.
#include <cstdint>

#include "kernels/common/isa.h"

#define PARETUNE_BLOCK_DOT(name) \
  PARETUNE_RAW(void, name, (int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float* sums, float* y))

PARETUNE_BLOCK_DOT(dot_q4_0)
PARETUNE_BLOCK_DOT(dot_q4_1)
PARETUNE_BLOCK_DOT(dot_q8_0)
// The same for dense rows of 32 blocks numbers and a rest.
PARETUNE_RAW(float, dot_f32, (int64_t n, const float* a, const float* b))
