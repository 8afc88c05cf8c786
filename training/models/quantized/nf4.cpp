// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with -ffp-contract=off, so that no fused multiply-add changes a bit.
#include "training/models/quantized/nf4.h"

#include <cmath>

#include "kernels/common/device_kernels.h"
#include "kernels/common/isa.h"
#include "kernels/common/parallel.h"
#include "training/models/quantized/dynamic_code.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace paretune {
namespace {

constexpr int64_t kBlock = 64, kAbsmaxBlock = 256;
constexpr float kLevels[16] = {-1.0f,
                               -0.6961928009986877f,
                               -0.5250730514526367f,
                               -0.39491748809814453f,
                               -0.28444138169288635f,
                               -0.18477343022823334f,
                               -0.09105003625154495f,
                               0.0f,
                               0.07958029955625534f,
                               0.16093020141124725f,
                               0.24611230194568634f,
                               0.33791524171829224f,
                               0.44070982933044434f,
                               0.5626170039176941f,
                               0.7229568362236023f,
                               1.0f};
constexpr float kSmallest = 1e-38f;  // a block of zeros is divided by this

int64_t blocks_of(int64_t n, int64_t size) { return (n + size - 1) / size; }

float largest_of(const float* values, int64_t count) {
  float largest = 0;
  for (int64_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(values[i]));
  return largest;
}

struct Borders {
  float between[15];
  Borders() {
    for (int i = 0; i < 15; ++i) between[i] = (kLevels[i] + kLevels[i + 1]) / 2;
  }
};

// Levels of one block; what bitsandbytes does to the last one, if it is shorter, differs in a rounding.
float quantize_block(const float* values, int64_t count, const Borders& borders, uint8_t* levels) {
  const bool whole = count == kBlock;
  float scaled[kBlock] = {};
  int32_t found[kBlock] = {};
  const float absmax = largest_of(values, count), divisor = std::max(absmax, kSmallest), factor = 1.0f / divisor;
  for (int64_t i = 0; i < count; ++i) scaled[i] = std::min(std::max(whole ? values[i] * factor : values[i] / divisor, -1.0f), 1.0f);
  for (const float border : borders.between) {
    for (int64_t i = 0; i < kBlock; ++i) found[i] += scaled[i] > border ? 1 : 0;
  }
  for (int64_t i = 0; i < count; i += 2) levels[i / 2] = static_cast<uint8_t>(found[i] << 4 | found[i + 1]);
  return whole ? absmax : divisor;
}

// bitsandbytes looks the nearest dynamic number up by the value in 65536 steps.
const std::vector<uint8_t>& nearest_codes() {
  static const std::vector<uint8_t> table = [] {
    const DynamicCode& code = dynamic_code(true);
    std::vector<uint8_t> out(65536);
    int nearest = 0;
    for (int i = 0; i < 65536; ++i) {
      const float value = -1.0f + (2.0f * static_cast<float>(i)) / 65535.0f;
      while (nearest < 255 && 0.5f * (code[static_cast<std::size_t>(nearest)] + code[static_cast<std::size_t>(nearest) + 1]) < value) ++nearest;
      out[static_cast<std::size_t>(i)] = static_cast<uint8_t>(nearest);
    }
    return out;
  }();
  return table;
}

float quantize_absmax_block(const float* values, int64_t count, uint8_t* codes) {
  const std::vector<uint8_t>& nearest = nearest_codes();
  const float largest = largest_of(values, count), factor = 1.0f / largest;
  for (int64_t i = 0; i < count; ++i) {
    const float scaled = largest == 0.0f ? -1.0f : std::min(std::max(values[i] * factor, -1.0f), 1.0f);
    codes[i] = nearest[static_cast<std::size_t>((scaled + 1.0f) * 0.5f * 65535.0f + 0.5f)];
  }
  return largest;
}

struct View {
  const uint8_t *levels, *codes;
  const float *scales, *code;
  float mean;
  float absmax(int64_t block) const {
    const float spread = code[codes[block]] * scales[block / kAbsmaxBlock];
    return spread + mean;
  }
};

// Whole blocks from `first` on.
void unpack_blocks(const View& v, int64_t first, int64_t count, float* out) {
  for (int64_t block = first; block < first + count; ++block, out += kBlock) {
    const float absmax = v.absmax(block);
    float table[16];
    for (int i = 0; i < 16; ++i) table[i] = kLevels[i] * absmax;
    const uint8_t* pair = v.levels + block * (kBlock / 2);
    for (int64_t i = 0; i < kBlock / 2; ++i) {
      out[2 * i] = table[pair[i] >> 4];
      out[2 * i + 1] = table[pair[i] & 15];
    }
  }
}

#if defined(__x86_64__)
// Eight levels from a table of sixteen in two registers; only the low four bits of an index count.
PARETUNE_FOR_AVX2 PARETUNE_INLINED __m256 look_up(__m256i index, __m256 low, __m256 high) {
  const __m256 upper = _mm256_castsi256_ps(_mm256_slli_epi32(index, 28));
  return _mm256_blendv_ps(_mm256_permutevar8x32_ps(low, index), _mm256_permutevar8x32_ps(high, index), upper);
}

PARETUNE_FOR_AVX2 void unpack_blocks_avx2(const View& v, int64_t first, int64_t count, float* out) {
  const __m256 levels_low = _mm256_loadu_ps(kLevels), levels_high = _mm256_loadu_ps(kLevels + 8);
  for (int64_t block = first; block < first + count; ++block) {
    const __m256 absmax = _mm256_set1_ps(v.absmax(block));
    const __m256 low = _mm256_mul_ps(levels_low, absmax), high = _mm256_mul_ps(levels_high, absmax);
    const uint8_t* pairs = v.levels + block * (kBlock / 2);
    for (int64_t i = 0; i < kBlock / 2; i += 8, out += 16) {
      const __m256i bytes = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(pairs + i)));
      const __m256 even = look_up(_mm256_srli_epi32(bytes, 4), low, high), odd = look_up(bytes, low, high);
      const __m256 a = _mm256_unpacklo_ps(even, odd), b = _mm256_unpackhi_ps(even, odd);
      _mm256_storeu_ps(out, _mm256_permute2f128_ps(a, b, 0x20));
      _mm256_storeu_ps(out + 8, _mm256_permute2f128_ps(a, b, 0x31));
    }
  }
}
#else
constexpr auto unpack_blocks_avx2 = unpack_blocks;
#endif

// A part of one block: numbers [begin, end) of the whole matrix.
void unpack_part(const View& v, int64_t begin, int64_t end, float* out) {
  const float absmax = v.absmax(begin / kBlock);
  for (int64_t i = begin; i < end; ++i) out[i - begin] = kLevels[i % 2 == 0 ? v.levels[i / 2] >> 4 : v.levels[i / 2] & 15] * absmax;
}

class Nf4Matrix final : public PackedMatrix {
 public:
  Nf4Matrix(const Nf4& packed, int64_t rows, int64_t columns, at::Device device) : PackedMatrix(rows, columns, device), m_packed(packed) {
    for (Tensor* part : {&m_packed.levels, &m_packed.absmax_codes, &m_packed.absmax_scales}) *part = part->to(device);
    if (device.is_cpu()) return;
    m_code = at::from_blob(const_cast<float*>(dynamic_code(true).data()), {256}, at::kFloat).to(device);
    m_level_values = at::from_blob(const_cast<float*>(kLevels), {16}, at::kFloat).to(device);
  }

  void unpack(int64_t from, int64_t count, float* out) const override {
    const View v{m_packed.levels.data_ptr<uint8_t>(), m_packed.absmax_codes.data_ptr<uint8_t>(), m_packed.absmax_scales.data_ptr<float>(),
                 dynamic_code(true).data(), m_packed.absmax_mean};
    const int64_t begin = from * columns(), end = begin + count * columns();
    const int64_t first = blocks_of(begin, kBlock), last = end / kBlock;  // whole blocks in between
    if (first > last) return unpack_part(v, begin, end, out);
    if (begin < first * kBlock) unpack_part(v, begin, first * kBlock, out);
    (kernels::active_isa() == kernels::Isa::avx2 ? unpack_blocks_avx2 : unpack_blocks)(v, first, last - first, out + (first * kBlock - begin));
    if (last * kBlock < end) unpack_part(v, last * kBlock, end, out + (last * kBlock - begin));
  }

  int64_t nbytes() const override { return nf4_bytes(rows() * columns()); }

 private:
  Tensor dense_rows_on_accelerator(int64_t from, int64_t count, at::ScalarType type) const override {
    Tensor out = at::empty({count, columns()}, m_code.options().dtype(type));
    if (const auto* table = kernels::device_kernels(out, &kernels::DeviceKernels::dequantize_nf4)) {
      table->dequantize_nf4(kernels::device_type_of(out), from * columns(), count * columns(), m_packed.levels.const_data_ptr<uint8_t>(),
                            m_packed.absmax_codes.const_data_ptr<uint8_t>(), m_packed.absmax_scales.const_data_ptr<float>(), m_packed.absmax_mean,
                            m_level_values.const_data_ptr<float>(), m_code.const_data_ptr<float>(), out.mutable_data_ptr(), kernels::device_stream(out));
      return out;
    }
    const int64_t n = rows() * columns(), blocks = blocks_of(n, kBlock);
    const Tensor scales = m_packed.absmax_scales.repeat_interleave(kAbsmaxBlock).slice(0, 0, blocks);
    const Tensor absmax = m_code.index_select(0, m_packed.absmax_codes.to(at::kInt)) * scales + m_packed.absmax_mean;
    const Tensor levels = at::stack({m_packed.levels.bitwise_right_shift(4), m_packed.levels.bitwise_and(15)}, 1).flatten().slice(0, 0, n);
    const Tensor all = m_level_values.index_select(0, levels.to(at::kInt)) * absmax.repeat_interleave(kBlock).slice(0, 0, n);
    return all.view({rows(), columns()}).narrow(0, from, count);
  }

  Nf4 m_packed;
  Tensor m_code, m_level_values;  // on an accelerator: the values of an absmax code and of a level
};

}  // namespace

Nf4 quantize_nf4(const Tensor& weight) {
  const Tensor flat = weight.detach().to(at::kCPU, at::kFloat).contiguous().view(-1);
  const int64_t n = flat.numel(), blocks = blocks_of(n, kBlock), outer = blocks_of(blocks, kAbsmaxBlock);
  static const Borders borders;
  Nf4 out{at::empty({blocks_of(n, 2)}, at::kByte), at::empty({blocks}, at::kByte), at::empty({outer}, at::kFloat)};
  const Tensor absmax = at::empty({blocks}, at::kFloat);
  const float* values = flat.data_ptr<float>();
  uint8_t *levels = out.levels.data_ptr<uint8_t>(), *codes = out.absmax_codes.data_ptr<uint8_t>();
  float *largest = absmax.data_ptr<float>(), *scales = out.absmax_scales.data_ptr<float>();
  kernels::parallel_rows(blocks, 256, [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; ++b) {
      largest[b] = quantize_block(values + b * kBlock, std::min(kBlock, n - b * kBlock), borders, levels + b * (kBlock / 2));
    }
  });
  if (n == 0) return out;
  out.absmax_mean = absmax.mean().item<float>();
  absmax.sub_(out.absmax_mean);
  for (int64_t b = 0; b < outer; ++b) {
    scales[b] = quantize_absmax_block(largest + b * kAbsmaxBlock, std::min(kAbsmaxBlock, blocks - b * kAbsmaxBlock), codes + b * kAbsmaxBlock);
  }
  return out;
}

int64_t nf4_bytes(int64_t numbers) {
  const int64_t blocks = blocks_of(numbers, kBlock);
  return blocks_of(numbers, 2) + blocks + 4 * blocks_of(blocks, kAbsmaxBlock) + 4;
}

std::shared_ptr<const PackedMatrix> nf4_matrix(const Nf4& packed, int64_t rows, int64_t columns, at::Device device) {
  return std::make_shared<Nf4Matrix>(packed, rows, columns, device);
}

}  // namespace paretune
