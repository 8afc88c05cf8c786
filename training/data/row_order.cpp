// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/row_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "training/data/dataset.h"

namespace paretune {
namespace {

// The standard library's distributions differ between compilers, so the generator and the range are written out.
class Splitmix64 {
 public:
  explicit Splitmix64(uint64_t seed) : m_state(seed) {}
  uint64_t next() {
    uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  uint64_t below(uint64_t count) {  // every value equally likely
    const uint64_t refuse = (std::numeric_limits<uint64_t>::max() - count + 1) % count;  // 2^64 mod count
    uint64_t value = next();
    while (value < refuse) value = next();
    return value % count;
  }

 private:
  uint64_t m_state;
};

}  // namespace

std::vector<int64_t> shuffled_rows(int64_t count, uint64_t seed) {
  std::vector<int64_t> rows(static_cast<std::size_t>(count > 0 ? count : 0));
  std::iota(rows.begin(), rows.end(), int64_t{0});
  Splitmix64 random(seed);
  for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[random.below(i)]);
  return rows;
}

namespace {

int64_t shown_rows(const TrainPart& part) { return part.rows > 0 ? std::max<int64_t>(1, std::llround(part.weight * static_cast<double>(part.rows))) : 0; }

// Seed and epoch are mixed first: neighbours give unrelated orders, and (1, 2) is not (2, 1).
uint64_t seed_of(uint64_t seed, int64_t epoch) { return Splitmix64(Splitmix64(seed).next() + static_cast<uint64_t>(epoch)).next(); }

}  // namespace

int64_t rows_in_epoch(const std::vector<TrainPart>& parts) {
  int64_t out = 0;
  for (const TrainPart& part : parts) out += shown_rows(part);
  return out;
}

std::vector<int64_t> epoch_order(const std::vector<TrainPart>& parts, bool shuffle, uint64_t seed, int64_t epoch) {
  std::vector<int64_t> rows;
  int64_t first = 0;
  for (const TrainPart& part : parts) {
    const int64_t shown = shown_rows(part);
    for (int64_t i = 0; i < (part.rows > 0 ? shown / part.rows * part.rows : 0); ++i) rows.push_back(first + i % part.rows);
    if (const int64_t rest = part.rows > 0 ? shown % part.rows : 0; rest > 0) {
      auto some = shuffled_rows(part.rows, seed_of(seed + static_cast<uint64_t>(first) + 1, epoch));
      some.resize(static_cast<std::size_t>(rest));
      std::sort(some.begin(), some.end());
      for (const int64_t row : some) rows.push_back(first + row);
    }
    first += part.rows;
  }
  if (!shuffle) return rows;
  const auto order = shuffled_rows(static_cast<int64_t>(rows.size()), seed_of(seed, epoch));
  std::vector<int64_t> out;
  out.reserve(rows.size());
  for (const int64_t at : order) out.push_back(rows[static_cast<std::size_t>(at)]);
  return out;
}

std::vector<int64_t> epoch_order(int64_t count, bool shuffle, uint64_t seed, int64_t epoch) {
  return epoch_order({{count, 1.0}}, shuffle, seed, epoch);
}

}  // namespace paretune
