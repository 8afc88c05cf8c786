// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Little-endian loads from unaligned bytes, and the 16-bit floats of model files. All conversions are exact.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace paretune {

static_assert(std::endian::native == std::endian::little, "model files are read as little-endian memory");

template <class T>
T load(const std::byte* p) {
  T value;
  std::memcpy(&value, p, sizeof value);
  return value;
}

inline float half_to_float(uint16_t h) {
  const uint32_t sign = uint32_t{h & 0x8000u} << 16;
  const uint32_t exponent = (h >> 10) & 31u, mantissa = h & 0x3ffu;
  if (exponent == 0) {  // zero or subnormal: mantissa * 2^-24 is exact in fp32
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
    return sign ? -magnitude : magnitude;
  }
  const uint32_t bits = exponent == 31 ? 0x7f800000u : (exponent + 112) << 23;
  return std::bit_cast<float>(sign | bits | mantissa << 13);
}

inline float bfloat_to_float(uint16_t b) { return std::bit_cast<float>(uint32_t{b} << 16); }

}  // namespace paretune
