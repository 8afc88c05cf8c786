// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// NF4 with double quantisation (QLoRA, arXiv 2305.14314): 4-bit normal-distributed levels in blocks of 64 along the rows, the blocks'
// largest values in 8-bit dynamic numbers in blocks of 256. Equal to bitsandbytes' CPU functions to the bit.
#include "training/models/quantized/packed_matrix.h"

namespace paretune {

struct Nf4 {
  Tensor levels;         // (ceil(n / 2)) uint8: two levels a byte, the first in the high half
  Tensor absmax_codes;   // (ceil(n / 64)) uint8
  Tensor absmax_scales;  // (ceil(n / 16384)) fp32
  float absmax_mean = 0;
};

Nf4 quantize_nf4(const Tensor& weight);  // fp32, on the CPU
int64_t nf4_bytes(int64_t numbers);
std::shared_ptr<const PackedMatrix> nf4_matrix(const Nf4& packed, int64_t rows, int64_t columns, at::Device device);

}  // namespace paretune
