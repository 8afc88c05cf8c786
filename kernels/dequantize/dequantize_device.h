// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Packed weights made dense: bitsandbytes' NF4 with double quantisation, rows of int8, ggml's blocks of 32. Values equal to the bit to
// those of training/models/quantized and training/io on the host.
#include "kernels/common/device_run.h"

namespace paretune::kernels {

template <typename T, int V>
struct DequantizeNf4 {
  int64_t begin;
  const uint8_t *levels, *codes;
  const float* scales;
  float mean;
  const float *levels16, *codes256;
  T* y;

  PARETUNE_LANE void operator()(int64_t i) const {
    const int64_t first = begin + i * V, block = first / 64;
    const float absmax = exact_sum(exact_product(codes256[codes[block]], scales[block / 256]), mean);
    Pack<T, V> out;
    for (int k = 0; k < V; ++k) {
      const uint8_t pair = levels[(first + k) / 2];
      out.v[k] = static_cast<T>(exact_product(levels16[(first + k) % 2 == 0 ? pair >> 4 : pair & 15], absmax));
    }
    store_pack(y + i * V, out);
  }
};

template <typename T, int V>
struct DequantizeInt8 {
  int64_t columns;
  const int8_t* values;
  const float* absmax;
  T* y;

  PARETUNE_LANE void operator()(int64_t i) const {
    const float largest = absmax[i * V / columns];
    Pack<T, V> out;
    for (int k = 0; k < V; ++k) out.v[k] = static_cast<T>(exact_product(exact_product(static_cast<float>(values[i * V + k]), largest), 7.874015718698502e-3f));
    store_pack(y + i * V, out);
  }
};

// The two bytes at `from`, least first, as an IEEE half number.
PARETUNE_LANE float half_at(const uint8_t* from) {
  const uint32_t bits = static_cast<uint32_t>(from[0]) | static_cast<uint32_t>(from[1]) << 8, magnitude = bits & 0x7fffu;
  const uint32_t wide = magnitude >= 0x7c00u ? 0x7f800000u | (magnitude & 0x3ffu) << 13 : magnitude << 13;
  float value;
  std::memcpy(&value, &wide, sizeof value);
  if (magnitude < 0x7c00u) value *= 5.192296858534828e33f;  // 2^112: the exponent's other bias, right for numbers below the normal ones too
  return (bits & 0x8000u) != 0 ? -value : value;
}

template <BlockFormat F>
struct BlockLayout {
  static constexpr int bytes = F == BlockFormat::q4_0 ? 18 : F == BlockFormat::q4_1 ? 20 : 34;
  static constexpr int head = F == BlockFormat::q4_1 ? 4 : 2;  // scale, and offset
};

template <typename T, int V, BlockFormat F>
struct DequantizeBlocks {
  const uint8_t* bytes;
  T* y;

  PARETUNE_LANE void operator()(int64_t i) const {
    const int64_t first = i * V;
    const int place = static_cast<int>(first % 32);
    const uint8_t* block = bytes + first / 32 * BlockLayout<F>::bytes;
    const uint8_t* numbers = block + BlockLayout<F>::head;
    const float scale = half_at(block);
    Pack<T, V> out;
    for (int k = 0; k < V; ++k) {
      const int at = place + k;
      float value;
      if (F == BlockFormat::q8_0) {
        value = exact_product(scale, static_cast<float>(static_cast<int8_t>(numbers[at])));
      } else {
        const int level = at < 16 ? numbers[at] & 15 : numbers[at - 16] >> 4;  // the low halves come first
        value = F == BlockFormat::q4_0 ? exact_product(scale, static_cast<float>(level - 8))
                                       : exact_sum(exact_product(scale, static_cast<float>(level)), half_at(block + 2));
      }
      out.v[k] = static_cast<T>(value);
    }
    store_pack(y + i * V, out);
  }
};

template <class Run>
struct DequantizeOn {
  static void enter(DeviceKernels& table) {
    table.dequantize_nf4 = &nf4;
    table.dequantize_int8 = &int8;
    table.dequantize_blocks = &blocks;
  }
  static void nf4(DeviceType type, int64_t begin, int64_t count, const uint8_t* levels, const uint8_t* codes, const float* scales, float mean,
                  const float* levels16, const float* codes256, void* y, void* stream) {
    with_type_and_width<Run>(type, {y}, {begin, count}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).elements(count / V, DequantizeNf4<T, V>{begin, levels, codes, scales, mean, levels16, codes256, static_cast<T*>(y)});
    });
  }
  static void int8(DeviceType type, int64_t rows, int64_t columns, const int8_t* values, const float* absmax, void* y, void* stream) {
    with_type_and_width<Run>(type, {y}, {columns}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      Run(stream).elements(rows * columns / V, DequantizeInt8<T, V>{columns, values, absmax, static_cast<T*>(y)});
    });
  }
  static void blocks(DeviceType type, BlockFormat format, int64_t blocks, const uint8_t* bytes, void* y, void* stream) {
    with_type_and_width<Run>(type, {y}, {blocks * 32}, [&](auto tag, auto width) {
      using T = typename decltype(tag)::type;
      constexpr int V = decltype(width)::value;
      const int64_t count = blocks * 32 / V;
      T* out = static_cast<T*>(y);
      switch (format) {
        case BlockFormat::q4_0: return Run(stream).elements(count, DequantizeBlocks<T, V, BlockFormat::q4_0>{bytes, out});
        case BlockFormat::q4_1: return Run(stream).elements(count, DequantizeBlocks<T, V, BlockFormat::q4_1>{bytes, out});
        case BlockFormat::q8_0: return Run(stream).elements(count, DequantizeBlocks<T, V, BlockFormat::q8_0>{bytes, out});
      }
    });
  }
};

}  // namespace paretune::kernels
