// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/block_dot/block_dot_cpu.h"

#include "kernels/common/simd.h"
#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace paretune::kernels::PARETUNE_ISA {

// Eight bytes as floats. GCC takes the generic conversion apart into single bytes, so AVX2 has its own.
#if defined(__AVX2__)
PARETUNE_INLINE Vec floats_of(__m256i numbers) { return (Vec)_mm256_cvtepi32_ps(numbers); }
PARETUNE_INLINE Vec signed_bytes(uint64_t bytes) { return floats_of(_mm256_cvtepi8_epi32(_mm_cvtsi64_si128(static_cast<long long>(bytes)))); }
#else
typedef uint8_t Bytes8 __attribute__((vector_size(8)));
typedef int8_t SignedBytes8 __attribute__((vector_size(8)));
PARETUNE_INLINE Vec unsigned_bytes(uint64_t bytes) {
  Bytes8 b;
  __builtin_memcpy(&b, &bytes, 8);
  return __builtin_convertvector(__builtin_convertvector(b, IVec), Vec);
}
PARETUNE_INLINE Vec signed_bytes(uint64_t bytes) {
  SignedBytes8 b;
  __builtin_memcpy(&b, &bytes, 8);
  return __builtin_convertvector(__builtin_convertvector(b, IVec), Vec);
}
#endif

PARETUNE_INLINE uint64_t eight_at(const unsigned char* p) {
  uint64_t bytes;
  __builtin_memcpy(&bytes, p, 8);
  return bytes;
}

PARETUNE_INLINE float half_at(const unsigned char* p) {
  uint16_t h;
  __builtin_memcpy(&h, p, 2);
#if defined(__F16C__)
  return _cvtsh_ss(h);
#else
  const uint32_t magnitude = h & 0x7fffu, special = magnitude >= 0x7c00u ? 0x7f800000u : 0u, bits = magnitude << 13;
  float value;
  __builtin_memcpy(&value, &bits, 4);
  value *= 0x1p112f;
  uint32_t out;
  __builtin_memcpy(&out, &value, 4);
  out |= special | (h & 0x8000u) << 16;
  __builtin_memcpy(&value, &out, 4);
  return value;
#endif
}

// Sum over the block of nibble * x: low nibbles are the first 16 numbers.
#if defined(__AVX2__)
PARETUNE_INLINE __m256i wide_bytes(const unsigned char* p) { return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))); }
PARETUNE_INLINE Vec nibbles_times(const unsigned char* q, const float* x) {
  const __m256i mask = _mm256_set1_epi32(15), first = wide_bytes(q), second = wide_bytes(q + 8);
  const Vec low = floats_of(_mm256_and_si256(first, mask)) * load(x) + floats_of(_mm256_and_si256(second, mask)) * load(x + 8);
  const Vec high = floats_of(_mm256_srli_epi32(first, 4)) * load(x + 16) + floats_of(_mm256_srli_epi32(second, 4)) * load(x + 24);
  return low + high;
}
#else
PARETUNE_INLINE Vec nibbles_times(const unsigned char* q, const float* x) {
  const uint64_t mask = 0x0f0f0f0f0f0f0f0full, first = eight_at(q), second = eight_at(q + 8);
  const Vec low = unsigned_bytes(first & mask) * load(x) + unsigned_bytes(second & mask) * load(x + 8);
  const Vec high = unsigned_bytes(first >> 4 & mask) * load(x + 16) + unsigned_bytes(second >> 4 & mask) * load(x + 24);
  return low + high;
}
#endif

PARETUNE_INLINE Vec bytes_times(const unsigned char* q, const float* x) {
  const Vec low = signed_bytes(eight_at(q)) * load(x) + signed_bytes(eight_at(q + 8)) * load(x + 8);
  const Vec high = signed_bytes(eight_at(q + 16)) * load(x + 16) + signed_bytes(eight_at(q + 24)) * load(x + 24);
  return low + high;
}

// y[r] = sum over the blocks of row r of what `block(p, b, total, offset)` adds: products lane by lane to total, the rest to offset.
template <int64_t kBytes, class Block>
PARETUNE_INLINE void dot_blocks(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, float* y, const Block& block) {
  for (int64_t r = begin; r < end; ++r) {
    const unsigned char* p = w + r * blocks * kBytes;
    Vec total = splat(0);
    float offset = 0;
    for (int64_t b = 0; b < blocks; ++b, p += kBytes) block(p, b, total, offset);
    y[r] = sum(total) + offset;
  }
}

void dot_q4_0(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float* sums, float* y) {
  dot_blocks<18>(begin, end, blocks, w, y, [&](const unsigned char* p, int64_t b, Vec& total, float& offset) {
    const float d = half_at(p);
    total += splat(d) * nibbles_times(p + 2, x + 32 * b);
    offset += -8 * d * sums[b];
  });
}

void dot_q4_1(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float* sums, float* y) {
  dot_blocks<20>(begin, end, blocks, w, y, [&](const unsigned char* p, int64_t b, Vec& total, float& offset) {
    total += splat(half_at(p)) * nibbles_times(p + 4, x + 32 * b);
    offset += half_at(p + 2) * sums[b];
  });
}

void dot_q8_0(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float*, float* y) {
  dot_blocks<34>(begin, end, blocks, w, y,
                 [&](const unsigned char* p, int64_t b, Vec& total, float&) { total += splat(half_at(p)) * bytes_times(p + 2, x + 32 * b); });
}

float dot_f32(int64_t n, const float* a, const float* b) {
  Vec first = splat(0), second = splat(0), third = splat(0), fourth = splat(0);
  int64_t i = 0;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes) {
    first += load(a + i) * load(b + i);
    second += load(a + i + kLanes) * load(b + i + kLanes);
    third += load(a + i + 2 * kLanes) * load(b + i + 2 * kLanes);
    fourth += load(a + i + 3 * kLanes) * load(b + i + 3 * kLanes);
  }
  for (; i < n; i += kLanes) {
    const int64_t rest = n - i < kLanes ? n - i : kLanes;
    first += load_part(a + i, rest, 0) * load_part(b + i, rest, 0);
  }
  return sum((first + second) + (third + fourth));
}

}  // namespace paretune::kernels::PARETUNE_ISA
