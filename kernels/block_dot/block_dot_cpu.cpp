// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/block_dot/block_dot_cpu.h"

#include "kernels/common/simd.h"

namespace paretune::kernels::PARETUNE_ISA {

typedef uint8_t Bytes8 __attribute__((vector_size(8)));
typedef int8_t SignedBytes8 __attribute__((vector_size(8)));

PARETUNE_INLINE float half_at(const unsigned char* p) {
  uint16_t h;
  __builtin_memcpy(&h, p, 2);
  const uint32_t magnitude = h & 0x7fffu, special = magnitude >= 0x7c00u ? 0x7f800000u : 0u, bits = magnitude << 13;
  float value;
  __builtin_memcpy(&value, &bits, 4);
  value *= 0x1p112f;
  uint32_t out;
  __builtin_memcpy(&out, &value, 4);
  out |= special | (h & 0x8000u) << 16;
  __builtin_memcpy(&value, &out, 4);
  return value;
}

// Sum over the block of nibble * x: low nibbles are the first 16 numbers.
PARETUNE_INLINE Vec nibbles_times(const unsigned char* q, const float* x) {
  Vec total = splat(0);
  for (int half = 0; half < 2; ++half) {
    uint64_t both;
    __builtin_memcpy(&both, q + 8 * half, 8);
    const uint64_t low = both & 0x0f0f0f0f0f0f0f0full, high = both >> 4 & 0x0f0f0f0f0f0f0f0full;
    Bytes8 l, h;
    __builtin_memcpy(&l, &low, 8);
    __builtin_memcpy(&h, &high, 8);
    total += __builtin_convertvector(__builtin_convertvector(l, IVec), Vec) * load(x + 8 * half);
    total += __builtin_convertvector(__builtin_convertvector(h, IVec), Vec) * load(x + 16 + 8 * half);
  }
  return total;
}

PARETUNE_INLINE Vec bytes_times(const unsigned char* q, const float* x) {
  Vec total = splat(0);
  for (int part = 0; part < 4; ++part) {
    SignedBytes8 b;
    __builtin_memcpy(&b, q + 8 * part, 8);
    total += __builtin_convertvector(__builtin_convertvector(b, IVec), Vec) * load(x + 8 * part);
  }
  return total;
}

void dot_q4_0(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float* sums, float* y) {
  for (int64_t r = begin; r < end; ++r) {
    const unsigned char* p = w + r * blocks * 18;
    Vec total = splat(0);
    float offset = 0;
    for (int64_t b = 0; b < blocks; ++b, p += 18) {
      const float d = half_at(p);
      total += splat(d) * nibbles_times(p + 2, x + 32 * b);
      offset += d * sums[b];
    }
    y[r] = sum(total) - 8 * offset;
  }
}

void dot_q4_1(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float* sums, float* y) {
  for (int64_t r = begin; r < end; ++r) {
    const unsigned char* p = w + r * blocks * 20;
    Vec total = splat(0);
    float offset = 0;
    for (int64_t b = 0; b < blocks; ++b, p += 20) {
      total += splat(half_at(p)) * nibbles_times(p + 4, x + 32 * b);
      offset += half_at(p + 2) * sums[b];
    }
    y[r] = sum(total) + offset;
  }
}

void dot_q8_0(int64_t begin, int64_t end, int64_t blocks, const unsigned char* w, const float* x, const float*, float* y) {
  for (int64_t r = begin; r < end; ++r) {
    const unsigned char* p = w + r * blocks * 34;
    Vec total = splat(0);
    for (int64_t b = 0; b < blocks; ++b, p += 34) total += splat(half_at(p)) * bytes_times(p + 2, x + 32 * b);
    y[r] = sum(total);
  }
}

float dot_f32(int64_t n, const float* a, const float* b) {
  Vec first = splat(0), second = splat(0);
  int64_t i = 0;
  for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
    first += load(a + i) * load(b + i);
    second += load(a + i + kLanes) * load(b + i + kLanes);
  }
  for (; i < n; i += kLanes) {
    const int64_t rest = n - i < kLanes ? n - i : kLanes;
    first += load_part(a + i, rest, 0) * load_part(b + i, rest, 0);
  }
  return sum(first + second);
}

}  // namespace paretune::kernels::PARETUNE_ISA
