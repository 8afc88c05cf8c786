// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One byte a weight and one scale a row, as bitsandbytes' int8_vectorwise_quant and int8_vectorwise_dequant to the bit. Of LLM.int8()
// (arXiv 2208.07339) the weights only: activations stay as they are, so there are no outliers to keep apart.
#include "training/models/quantized/packed_matrix.h"

namespace paretune {

struct Int8 {
  Tensor values;  // (out, in) int8
  Tensor absmax;  // (out) fp32
};

Int8 quantize_int8(const Tensor& weight);  // (out, in) fp32, on the CPU
int64_t int8_bytes(int64_t rows, int64_t columns);
std::shared_ptr<const PackedMatrix> int8_matrix(const Int8& packed, at::Device device);

}  // namespace paretune
