// SPDX-License-Identifier: GPL-3.0-or-later
// Compiled with -ffp-contract=off, as ggml_types.cpp.
#include "training/io/ggml_quantize.h"

#include <algorithm>
#include <cmath>

#include "training/api/result.h"
#include "training/io/float_bits.h"

namespace paretune {
namespace {

constexpr float kBeyondHalf = 65520;  // rounds to infinity from here on

// Round to nearest, ties to even; |x| < kBeyondHalf.
uint16_t half_of(float x) {
  const uint32_t bits = std::bit_cast<uint32_t>(x), magnitude = bits & 0x7fffffffu;
  const auto sign = static_cast<uint16_t>(bits >> 16 & 0x8000u);
  if (magnitude < 0x38800000u) {  // below 2^-14: adding 0.5 leaves multiples of 2^-24 in the low bits, rounded by the processor
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(shifted) - 0x3f000000u));
  }
  const uint32_t rounded = magnitude + 0xfffu + (magnitude >> 13 & 1u);
  return static_cast<uint16_t>(sign | ((rounded - (112u << 23)) >> 13));
}

uint16_t bfloat_of(float x) {
  const uint32_t bits = std::bit_cast<uint32_t>(x);
  return static_cast<uint16_t>((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

void store(std::byte* to, uint16_t value) { std::memcpy(to, &value, sizeof value); }

float largest_magnitude(const float* x) {
  float largest = 0;
  for (int i = 0; i < 32; ++i) largest = std::max(largest, std::abs(x[i]));
  return largest;
}

// Half away from zero.
float rounded(float x) {
  const float a = std::abs(x), floored = std::floor(a);
  return std::copysign(floored + std::floor(2 * (a - floored)), x);
}

std::byte nibbles(float low, float high) {
  const auto of = [](float q) { return static_cast<unsigned>(std::min(std::trunc(q), 15.0f)); };
  return static_cast<std::byte>(of(low) | of(high) << 4);
}

void q8_0(const float* x, std::byte* out) {
  const float d = largest_magnitude(x) / 127, inverse = d == 0 ? 0 : 1 / d;
  store(out, half_of(d));
  for (int i = 0; i < 32; ++i) out[2 + i] = static_cast<std::byte>(static_cast<int8_t>(rounded(x[i] * inverse)));
}

void q4_0(const float* x, std::byte* out) {
  const float* furthest = std::max_element(x, x + 32, [](float a, float b) { return std::abs(a) < std::abs(b); });  // the first of equals
  const float d = *furthest / -8, inverse = d == 0 ? 0 : 1 / d;
  store(out, half_of(d));
  for (int i = 0; i < 16; ++i) out[2 + i] = nibbles(x[i] * inverse + 8.5f, x[i + 16] * inverse + 8.5f);
}

void q4_1(const float* x, std::byte* out) {
  const auto [least, most] = std::minmax_element(x, x + 32);
  const float low = *least, d = (*most - low) / 15, inverse = d == 0 ? 0 : 1 / d;
  store(out, half_of(d));
  store(out + 2, half_of(low));
  for (int i = 0; i < 16; ++i) out[4 + i] = nibbles((x[i] - low) * inverse + 0.5f, (x[i + 16] - low) * inverse + 0.5f);
}

struct Encoder {
  GgmlType type;
  std::string_view name;
  float limit;  // magnitudes from here on cannot be held
  void (*block)(const float* x, std::byte* out);
};
constexpr Encoder kEncoders[] = {
    {GgmlType::F32, "f32", INFINITY, [](const float* x, std::byte* out) { std::memcpy(out, x, 4); }},
    {GgmlType::F16, "f16", kBeyondHalf, [](const float* x, std::byte* out) { store(out, half_of(*x)); }},
    {GgmlType::BF16, "bf16", 0x1.ffp127f, [](const float* x, std::byte* out) { store(out, bfloat_of(*x)); }},
    {GgmlType::Q8_0, "q8_0", kBeyondHalf * 127, q8_0},
    {GgmlType::Q4_0, "q4_0", kBeyondHalf * 8, q4_0},
    {GgmlType::Q4_1, "q4_1", kBeyondHalf, q4_1},
};

}  // namespace

GgmlType writable_ggml_type(std::string_view name) {
  std::string known;
  for (const Encoder& encoder : kEncoders) {
    if (name == encoder.name) return encoder.type;
    known += (known.empty() ? "" : ", ") + std::string(encoder.name);
  }
  fail(ErrorKind::usage, "unknown type \"" + std::string(name) + "\"", "--type", "Known are " + known + ".");
}

std::vector<std::byte> quantize(GgmlType type, std::span<const float> values, const std::string& of) {
  const auto encoder = std::find_if(std::begin(kEncoders), std::end(kEncoders), [&](const Encoder& e) { return e.type == type; });
  if (encoder == std::end(kEncoders)) fail(ErrorKind::internal, std::string("cannot write ") + ggml_type_name(type), of);
  const GgmlTypeInfo& info = *ggml_type_info(type);
  const auto block = static_cast<std::size_t>(info.block_elements), bytes = static_cast<std::size_t>(info.block_bytes);
  if (values.size() % block != 0) fail(ErrorKind::internal, "is not a whole number of blocks", of);
  const auto bad = std::find_if(values.begin(), values.end(), [&](float x) { return !(std::abs(x) < encoder->limit); });
  if (bad != values.end()) {
    fail(ErrorKind::unsupported, "holds the value " + std::to_string(*bad) + ", which " + info.name + " cannot hold", of,
         std::isfinite(*bad) ? "Write it as bf16 or f32." : "The training went wrong; export an earlier checkpoint, or train with a lower learning rate.");
  }
  std::vector<std::byte> out(values.size() / block * bytes);
  for (std::size_t i = 0; i < values.size() / block; ++i) encoder->block(values.data() + i * block, out.data() + i * bytes);
  return out;
}

}  // namespace paretune
