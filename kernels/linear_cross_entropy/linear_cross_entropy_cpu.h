// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "kernels/common/isa.h"

// Rows [begin, end) of (rows, V) logits: losses[row] = logsumexp - logit of the target. bias (V) may be null and is added first.
// With scale != 0 the logits become scale * (softmax - onehot); otherwise they are left changed only by the bias.
PARETUNE_RAW(void, cross_entropy_rows,
             (int64_t begin, int64_t end, int64_t vocab, float* logits, const float* bias, const int64_t* targets, float scale,
              double* losses))
