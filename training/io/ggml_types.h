// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// ggml's tensor types and how their blocks become fp32, equal to the bit with gguf-py's quants.dequantize.
#include <cstddef>
#include <cstdint>
#include <span>

namespace paretune {

enum class GgmlType : uint32_t {
  F32 = 0,
  F16 = 1,
  Q4_0 = 2,
  Q4_1 = 3,
  Q5_0 = 6,
  Q5_1 = 7,
  Q8_0 = 8,
  Q4_K = 12,
  Q5_K = 13,
  Q6_K = 14,
  F64 = 28,
  BF16 = 30,
};

// One readable type. A row's length is a multiple of block_elements.
struct GgmlTypeInfo {
  GgmlType type;
  const char* name;
  int64_t block_elements, block_bytes;
  void (*dequantize)(const std::byte* blocks, int64_t count, float* out);
};

const GgmlTypeInfo* ggml_type_info(GgmlType type);  // null for types that cannot be read
const char* ggml_type_name(GgmlType type);          // also of types that cannot be read; "?" when unknown

// n elements (a whole number of blocks) of exactly that many bytes; anything else is a Failure.
void dequantize(GgmlType type, std::span<const std::byte> data, int64_t n, float* out);

}  // namespace paretune
