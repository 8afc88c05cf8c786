// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A weight in the 16 bits of its file, bf16 or fp16, computed with as fp32: nothing is lost.
#include "training/models/quantized/packed_matrix.h"

namespace paretune {

std::shared_ptr<const PackedMatrix> half_matrix(const Tensor& values);  // (out, in) bf16 or fp16, on the device it is for

}  // namespace paretune
