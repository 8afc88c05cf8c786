// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/row_order.h"

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

std::vector<int64_t> epoch_order(int64_t count, bool shuffle, uint64_t seed, int64_t epoch) {
  if (!shuffle) {
    std::vector<int64_t> rows(static_cast<std::size_t>(count > 0 ? count : 0));
    std::iota(rows.begin(), rows.end(), int64_t{0});
    return rows;
  }
  // Seed and epoch are mixed first: neighbours give unrelated orders, and (1, 2) is not (2, 1).
  const uint64_t mixed = Splitmix64(seed).next() + static_cast<uint64_t>(epoch);
  return shuffled_rows(count, Splitmix64(mixed).next());
}

}  // namespace paretune
