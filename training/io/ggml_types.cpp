// SPDX-License-Identifier: GPL-3.0-or-later
// Block layouts: ggml-common.h of llama.cpp. Compiled with -ffp-contract=off, so that no fused multiply-add changes a bit.
#include "training/io/ggml_types.h"

#include <array>

#include "training/api/result.h"
#include "training/io/float_bits.h"

namespace paretune {
namespace {

#define INLINED inline __attribute__((always_inline))

INLINED uint8_t byte_at(const std::byte* p, int64_t i) { return static_cast<uint8_t>(p[i]); }
// half_to_float() without a branch, for loops over many.
INLINED float branchless_half(uint16_t h) {
  const uint32_t magnitude = h & 0x7fffu, special = magnitude >= 0x7c00u ? 0x7f800000u : 0u;
  const float scaled = std::bit_cast<float>(magnitude << 13) * 0x1p112f;  // exact, subnormal halves too
  return std::bit_cast<float>(std::bit_cast<uint32_t>(scaled) | special | (h & 0x8000u) << 16);
}
INLINED float half_at(const std::byte* p) { return half_to_float(load<uint16_t>(p)); }

INLINED void f32(const std::byte* __restrict p, int64_t count, float* __restrict out) { std::memcpy(out, p, static_cast<std::size_t>(count) * 4); }
INLINED void f16(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (int64_t i = 0; i < count; ++i) out[i] = branchless_half(load<uint16_t>(p + 2 * i));
}
INLINED void bf16(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (int64_t i = 0; i < count; ++i) out[i] = bfloat_to_float(load<uint16_t>(p + 2 * i));
}
INLINED void f64(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (int64_t i = 0; i < count; ++i) out[i] = static_cast<float>(load<double>(p + 8 * i));
}

// A loop of 16 that GCC does not unroll before it looks for vectors in it.
#define FOR_16(i) _Pragma("GCC unroll 1") for (int i = 0; i < 16; ++i)

// half d | 16 bytes of nibbles, offset 8
INLINED void q4_0(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 18, out += 32) {
    const float d = half_at(p);
    FOR_16(i) out[i] = d * static_cast<float>((byte_at(p, 2 + i) & 15) - 8);
    FOR_16(i) out[i + 16] = d * static_cast<float>((byte_at(p, 2 + i) >> 4) - 8);
  }
}

// half d, half m | 16 bytes of nibbles
INLINED void q4_1(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 20, out += 32) {
    const float d = half_at(p), m = half_at(p + 2);
    FOR_16(i) out[i] = d * static_cast<float>(byte_at(p, 4 + i) & 15) + m;
    FOR_16(i) out[i + 16] = d * static_cast<float>(byte_at(p, 4 + i) >> 4) + m;
  }
}

// half d | 32 high bits | 16 bytes of nibbles, offset 16
INLINED void q5_0(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 22, out += 32) {
    const float d = half_at(p);
    const uint32_t high = load<uint32_t>(p + 2);
    FOR_16(i) out[i] = d * static_cast<float>(((byte_at(p, 6 + i) & 15) | static_cast<int>(high >> i & 1) << 4) - 16);
    FOR_16(i) out[i + 16] = d * static_cast<float>((byte_at(p, 6 + i) >> 4 | static_cast<int>(high >> (i + 16) & 1) << 4) - 16);
  }
}

// half d, half m | 32 high bits | 16 bytes of nibbles
INLINED void q5_1(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 24, out += 32) {
    const float d = half_at(p), m = half_at(p + 2);
    const uint32_t high = load<uint32_t>(p + 4);
    FOR_16(i) out[i] = d * static_cast<float>((byte_at(p, 8 + i) & 15) | static_cast<int>(high >> i & 1) << 4) + m;
    FOR_16(i) out[i + 16] = d * static_cast<float>(byte_at(p, 8 + i) >> 4 | static_cast<int>(high >> (i + 16) & 1) << 4) + m;
  }
}

// half d | 32 signed bytes
INLINED void q8_0(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 34, out += 32) {
    const float d = half_at(p);
    for (int i = 0; i < 32; ++i) out[i] = static_cast<float>(static_cast<int8_t>(byte_at(p, 2 + i))) * d;
  }
}

struct ScaleMin {
  float scale, min;
};

// The 6-bit scales and mins of 8 groups packed into 12 bytes (Q4_K, Q5_K).
INLINED ScaleMin group_scale(const std::byte* s, int group, float d, float dmin) {
  int scale, min;
  if (group < 4) {
    scale = byte_at(s, group) & 63;
    min = byte_at(s, group + 4) & 63;
  } else {
    scale = (byte_at(s, group + 4) & 15) | (byte_at(s, group - 4) >> 6) << 4;
    min = byte_at(s, group + 4) >> 4 | (byte_at(s, group) >> 6) << 4;
  }
  return {d * static_cast<float>(scale), dmin * static_cast<float>(min)};
}

// half d, half dmin | 12 scale bytes | 4 runs of 32 bytes: low nibbles are group 2r, high nibbles 2r + 1
INLINED void q4_k(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 144, out += 256) {
    const float d = half_at(p), dmin = half_at(p + 2);
    for (int g = 0; g < 8; ++g) {
      const auto [scale, min] = group_scale(p + 4, g, d, dmin);
      const std::byte* q = p + 16 + g / 2 * 32;
      for (int i = 0; i < 32; ++i) out[g * 32 + i] = scale * static_cast<float>(byte_at(q, i) >> (g & 1 ? 4 : 0) & 15) - min;
    }
  }
}

// As Q4_K, with a fifth bit: bit g of the 32 high bytes belongs to group g.
INLINED void q5_k(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 176, out += 256) {
    const float d = half_at(p), dmin = half_at(p + 2);
    for (int g = 0; g < 8; ++g) {
      const auto [scale, min] = group_scale(p + 4, g, d, dmin);
      const std::byte* high = p + 16;
      const std::byte* q = p + 48 + g / 2 * 32;
      for (int i = 0; i < 32; ++i) {
        const int value = (byte_at(q, i) >> (g & 1 ? 4 : 0) & 15) | (byte_at(high, i) >> g & 1) << 4;
        out[g * 32 + i] = scale * static_cast<float>(value) - min;
      }
    }
  }
}

// 128 bytes of low nibbles | 64 bytes of high bit pairs | 16 signed scales | half d; two halves of 128 elements
INLINED void q6_k(const std::byte* __restrict p, int64_t count, float* __restrict out) {
  for (; count-- > 0; p += 210, out += 256) {
    const float d = half_at(p + 208);
    for (int half = 0; half < 2; ++half) {
      const std::byte *low = p + half * 64, *high = p + 128 + half * 32, *scales = p + 192 + half * 8;
      for (int run = 0; run < 4; ++run) {  // 32 elements
        const std::byte* nibbles = low + run % 2 * 32;
        for (int part = 0; part < 2; ++part) {
          const float scale = d * static_cast<float>(static_cast<int8_t>(byte_at(scales, run * 2 + part)));
          float* to = out + half * 128 + run * 32 + part * 16;
          FOR_16(i) {
            const int nibble = byte_at(nibbles, part * 16 + i) >> (run < 2 ? 0 : 4) & 15, top = byte_at(high, part * 16 + i) >> (run * 2) & 3;
            to[i] = scale * static_cast<float>((nibble | top << 4) - 32);
          }
        }
      }
    }
  }
}

// One copy of each for processors with AVX2, one for the rest; the values are the same.
using Dequantizer = void (*)(const std::byte* __restrict, int64_t, float* __restrict);
template <Dequantizer body>
void anywhere(const std::byte* p, int64_t count, float* out) {
  body(p, count, out);
}
#if defined(__x86_64__)
template <Dequantizer body>
__attribute__((target("avx2"))) void with_avx2(const std::byte* p, int64_t count, float* out) {
  body(p, count, out);
}
template <Dequantizer body>
void fastest(const std::byte* p, int64_t count, float* out) {
  static const bool avx2 = __builtin_cpu_supports("avx2");
  (avx2 ? with_avx2<body> : anywhere<body>)(p, count, out);
}
#else
template <Dequantizer body>
constexpr auto fastest = anywhere<body>;
#endif

constexpr std::array kTypes = {
    GgmlTypeInfo{GgmlType::F32, "F32", 1, 4, fastest<f32>},        GgmlTypeInfo{GgmlType::F16, "F16", 1, 2, fastest<f16>},
    GgmlTypeInfo{GgmlType::BF16, "BF16", 1, 2, fastest<bf16>},     GgmlTypeInfo{GgmlType::F64, "F64", 1, 8, fastest<f64>},
    GgmlTypeInfo{GgmlType::Q4_0, "Q4_0", 32, 18, fastest<q4_0>},   GgmlTypeInfo{GgmlType::Q4_1, "Q4_1", 32, 20, fastest<q4_1>},
    GgmlTypeInfo{GgmlType::Q5_0, "Q5_0", 32, 22, fastest<q5_0>},   GgmlTypeInfo{GgmlType::Q5_1, "Q5_1", 32, 24, fastest<q5_1>},
    GgmlTypeInfo{GgmlType::Q8_0, "Q8_0", 32, 34, fastest<q8_0>},   GgmlTypeInfo{GgmlType::Q4_K, "Q4_K", 256, 144, fastest<q4_k>},
    GgmlTypeInfo{GgmlType::Q5_K, "Q5_K", 256, 176, fastest<q5_k>}, GgmlTypeInfo{GgmlType::Q6_K, "Q6_K", 256, 210, fastest<q6_k>},
};

struct OtherType {
  uint32_t id;
  const char* name;
};
constexpr OtherType kOthers[] = {{9, "Q8_1"},   {10, "Q2_K"},   {11, "Q3_K"},  {15, "Q8_K"},  {16, "IQ2_XXS"}, {17, "IQ2_XS"}, {18, "IQ3_XXS"},
                                 {19, "IQ1_S"}, {20, "IQ4_NL"}, {21, "IQ3_S"}, {22, "IQ2_S"}, {23, "IQ4_XS"},  {24, "I8"},     {25, "I16"},
                                 {26, "I32"},   {27, "I64"},    {29, "IQ1_M"}, {34, "TQ1_0"}, {35, "TQ2_0"},   {39, "MXFP4"},  {40, "NVFP4"}};

#undef FOR_16
#undef INLINED

}  // namespace

const GgmlTypeInfo* ggml_type_info(GgmlType type) {
  for (const GgmlTypeInfo& info : kTypes) {
    if (info.type == type) return &info;
  }
  return nullptr;
}

const char* ggml_type_name(GgmlType type) {
  if (const GgmlTypeInfo* info = ggml_type_info(type)) return info->name;
  for (const OtherType& other : kOthers) {
    if (other.id == static_cast<uint32_t>(type)) return other.name;
  }
  return "?";
}

void dequantize(GgmlType type, std::span<const std::byte> data, int64_t n, float* out) {
  const GgmlTypeInfo* info = ggml_type_info(type);
  if (!info) fail(ErrorKind::unsupported, std::string("tensors of type ") + ggml_type_name(type) + " cannot be read");
  if (n < 0 || n % info->block_elements != 0) fail(ErrorKind::input, "element count is not a whole number of blocks");
  const int64_t blocks = n / info->block_elements;
  if (data.size() % static_cast<std::size_t>(info->block_bytes) != 0 ||
      static_cast<int64_t>(data.size() / static_cast<std::size_t>(info->block_bytes)) != blocks) {
    fail(ErrorKind::input, "byte count does not match the element count");
  }
  if (blocks > 0) info->dequantize(data.data(), blocks, out);
}

}  // namespace paretune
