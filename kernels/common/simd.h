// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Eight-lane float vectors for the raw kernels. Each *_cpu.cpp is compiled once per instruction set (PARETUNE_ISA names the
// namespace): GCC's vector extension turns the same source into SSE2, AVX2 + FMA or whatever the target has.
// No std:: templates here: their out-of-line copies would be shared between the instruction sets.
#include <cstddef>
#include <cstdint>

namespace paretune::kernels::PARETUNE_ISA {

typedef float Vec __attribute__((vector_size(32)));
typedef int32_t IVec __attribute__((vector_size(32)));
constexpr int64_t kLanes = 8;
#define PARETUNE_INLINE static inline __attribute__((always_inline))

PARETUNE_INLINE Vec load(const float* p) {
  Vec v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
PARETUNE_INLINE void store(float* p, Vec v) { __builtin_memcpy(p, &v, sizeof v); }
PARETUNE_INLINE Vec splat(float x) { return Vec{x, x, x, x, x, x, x, x}; }
PARETUNE_INLINE Vec vmax(Vec a, Vec b) { return a > b ? a : b; }

// The first n < 8 values, the rest filled.
PARETUNE_INLINE Vec load_part(const float* p, int64_t n, float fill) {
  Vec v = splat(fill);
  __builtin_memcpy(&v, p, static_cast<std::size_t>(n) * sizeof(float));
  return v;
}
PARETUNE_INLINE void store_part(float* p, Vec v, int64_t n) { __builtin_memcpy(p, &v, static_cast<std::size_t>(n) * sizeof(float)); }

PARETUNE_INLINE float sum(Vec v) { return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])); }
PARETUNE_INLINE float max(Vec v) {
  float m = v[0];
  for (int i = 1; i < 8; ++i) m = v[i] > m ? v[i] : m;
  return m;
}

// e^x within 2 ulp (normal results). Overflow gives inf, underflow fades to 0, NaN stays NaN.
PARETUNE_INLINE Vec vexp(Vec x) {
  x = x > splat(89.0f) ? splat(89.0f) : x;      // e^89 is above the largest float
  x = x < splat(-104.0f) ? splat(-104.0f) : x;  // e^-104 is below half the smallest
  const Vec magic = splat(12582912.0f);         // 1.5 * 2^23: adding it rounds to an integer, kept in the low bits
  const Vec shifted = x * splat(1.44269504088896341f) + magic;
  const Vec n = shifted - magic;
  const Vec r = (x - n * splat(0.693359375f)) - n * splat(-2.12194440e-4f);  // ln 2 in two parts; the first product is exact
  Vec p = splat(1.9875691500e-4f);
  p = p * r + splat(1.3981999507e-3f);
  p = p * r + splat(8.3334519073e-3f);
  p = p * r + splat(4.1665795894e-2f);
  p = p * r + splat(1.6666665459e-1f);
  p = p * r + splat(5.0000001201e-1f);
  p = (p * r) * r + r + splat(1.0f);
  // 2^n in two factors, so that n = 128 and denormal results work. NaN lanes give any power, NaN * power stays NaN.
  IVec e;
  __builtin_memcpy(&e, &shifted, sizeof e);
  e = e - 0x4B400000;
  const IVec half = e >> 1;
  const IVec low = (half + 127) << 23, high = (e - half + 127) << 23;
  Vec a, b;
  __builtin_memcpy(&a, &low, sizeof a);
  __builtin_memcpy(&b, &high, sizeof b);
  return p * a * b;
}

}  // namespace paretune::kernels::PARETUNE_ISA
