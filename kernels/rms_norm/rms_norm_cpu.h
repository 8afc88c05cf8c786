// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "kernels/common/isa.h"

// Rows [begin, end) of contiguous (N, C) data; rstd (N) is written.
PARETUNE_RAW(void, rms_norm_forward,
             (int64_t begin, int64_t end, int64_t c, const float* x, const float* w, float eps, float* y, float* rstd))
// dx = rstd (g w - x rstd^2 mean(g w x)) for rows [begin, end).
PARETUNE_RAW(void, rms_norm_backward,
             (int64_t begin, int64_t end, int64_t c, const float* g, const float* x, const float* w, const float* rstd, float* dx))
// dw[j] = sum over all n rows of g x rstd, for columns [begin, end): the order of the sum does not depend on the thread count.
PARETUNE_RAW(void, rms_norm_weight_grad,
             (int64_t begin, int64_t end, int64_t n, int64_t c, const float* g, const float* x, const float* rstd, float* dw))
