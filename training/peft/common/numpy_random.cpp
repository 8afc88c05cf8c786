// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/common/numpy_random.h"

#include <array>
#include <bit>
#include <numeric>
#include <unordered_set>
#include <utility>

namespace paretune {
namespace {

// SeedSequence (after M. E. O'Neill's randutils): a pool of four words, each mixed into each other.
class SeedPool {
 public:
  explicit SeedPool(uint64_t seed) {
    const uint32_t words[] = {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)};
    for (std::size_t i = 0; i < m_pool.size(); ++i) m_pool[i] = hashed(i < 2 ? words[i] : 0);
    for (std::size_t from = 0; from < m_pool.size(); ++from) {
      for (std::size_t to = 0; to < m_pool.size(); ++to) {
        if (from != to) m_pool[to] = mixed(m_pool[to], hashed(m_pool[from]));
      }
    }
  }

  // Four words of 64 bits, the low half first.
  std::array<uint64_t, 4> state() const {
    std::array<uint64_t, 4> out{};
    uint32_t factor = 0x8b51f9dd;
    for (std::size_t i = 0; i < 8; ++i) {
      uint32_t word = m_pool[i % m_pool.size()] ^ factor;
      factor *= 0x58f38ded;
      word *= factor;
      word ^= word >> 16;
      out[i / 2] |= static_cast<uint64_t>(word) << (i % 2 * 32);
    }
    return out;
  }

 private:
  uint32_t hashed(uint32_t value) {
    value ^= m_factor;
    m_factor *= 0x931e8875;
    value *= m_factor;
    return value ^ (value >> 16);
  }
  static uint32_t mixed(uint32_t x, uint32_t y) {
    const uint32_t out = x * 0xca01f9dd - y * 0x4973f715;
    return out ^ (out >> 16);
  }

  std::array<uint32_t, 4> m_pool{};
  uint32_t m_factor = 0x43b0d7e5;
};

}  // namespace

NumpyRandom::NumpyRandom(uint64_t seed) {
  const auto words = SeedPool(seed).state();
  const Wide start = (Wide{words[0]} << 64) | words[1];
  m_step = (((Wide{words[2]} << 64) | words[3]) << 1) | 1;
  next64();
  m_state += start;
  next64();
}

uint64_t NumpyRandom::next64() {
  constexpr Wide kFactor = (Wide{0x2360ed051fc65da4} << 64) | 0x4385df649fccf645;
  m_state = m_state * kFactor + m_step;
  return std::rotr(static_cast<uint64_t>(m_state >> 64) ^ static_cast<uint64_t>(m_state), static_cast<int>(m_state >> 122));
}

uint32_t NumpyRandom::next32() {
  if (m_half) return *std::exchange(m_half, std::nullopt);
  const uint64_t both = next64();
  m_half = static_cast<uint32_t>(both >> 32);
  return static_cast<uint32_t>(both);
}

// Limits here are sizes of adapters; both draws use 32 bits up to 2^32 - 1, as numpy does.
uint64_t NumpyRandom::below_or_equal(uint64_t limit) {
  if (limit == 0) return 0;
  if (limit < 0xffffffff) {
    const uint32_t range = static_cast<uint32_t>(limit) + 1;
    uint64_t product = uint64_t{next32()} * range;
    if (static_cast<uint32_t>(product) < range) {
      const uint32_t threshold = (0xffffffff - static_cast<uint32_t>(limit)) % range;
      while (static_cast<uint32_t>(product) < threshold) product = uint64_t{next32()} * range;
    }
    return product >> 32;
  }
  if (limit == 0xffffffff) return next32();
  const uint64_t range = limit + 1;
  Wide product = Wide{next64()} * range;
  if (static_cast<uint64_t>(product) < range) {
    const uint64_t threshold = (~uint64_t{0} - limit) % range;
    while (static_cast<uint64_t>(product) < threshold) product = Wide{next64()} * range;
  }
  return static_cast<uint64_t>(product >> 64);
}

uint64_t NumpyRandom::masked(uint64_t limit) {
  if (limit == 0) return 0;
  const uint64_t mask = ~uint64_t{0} >> std::countl_zero(limit);
  uint64_t value = 0;
  do value = (limit <= 0xffffffff ? next32() : next64()) & mask;
  while (value > limit);
  return value;
}

void NumpyRandom::swap_down(std::vector<int64_t>& values, int64_t first) {
  for (int64_t i = static_cast<int64_t>(values.size()) - 1; i >= first; --i) std::swap(values[i], values[below_or_equal(i)]);
}

std::vector<int64_t> NumpyRandom::choice(int64_t population, int64_t count) {
  if (population > 10000 && count > population / 50) {
    std::vector<int64_t> all(population);
    std::iota(all.begin(), all.end(), 0);
    swap_down(all, std::max<int64_t>(population - count, 1));
    return {all.end() - count, all.end()};
  }
  std::vector<int64_t> out;
  std::unordered_set<int64_t> taken;
  for (int64_t j = population - count; j < population; ++j) {  // Floyd's sampling
    const int64_t drawn = static_cast<int64_t>(below_or_equal(j));
    out.push_back(taken.insert(drawn).second ? drawn : j);
    taken.insert(out.back());
  }
  swap_down(out, 1);
  return out;
}

void NumpyRandom::shuffle(std::vector<int64_t>& values) {
  for (int64_t i = static_cast<int64_t>(values.size()) - 1; i > 0; --i) std::swap(values[i], values[masked(i)]);
}

}  // namespace paretune
