// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>

namespace paretune {

// bitsandbytes' dynamic 8-bit numbers in rising order (https://arxiv.org/abs/2110.02861): a decimal exponent of up to 7 bits, the rest
// linear between its borders. Equal to create_dynamic_map() to the bit.
using DynamicCode = std::array<float, 256>;
const DynamicCode& dynamic_code(bool has_sign);

}  // namespace paretune
