// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// fp32 values as ggml's types, equal to the bit with gguf-py's quants.quantize.
#include <string_view>
#include <vector>

#include "training/io/ggml_types.h"

namespace paretune {

// F32 F16 BF16 Q8_0 Q4_0 Q4_1, by their names in lower case ("q8_0"); anything else is a Failure(usage).
GgmlType writable_ggml_type(std::string_view name);

// A whole number of the type's blocks, else a Failure; so are values that the type cannot hold (not finite, or beyond its half scales).
// `of` names the values in the error.
std::vector<std::byte> quantize(GgmlType type, std::span<const float> values, const std::string& of);

}  // namespace paretune
