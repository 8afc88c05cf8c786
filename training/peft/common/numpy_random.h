// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// numpy.random.default_rng(seed): PCG64 seeded by SeedSequence, with the two methods that PEFT's Uni-LoRA calls. Equal to the bit.
#include <cstdint>
#include <optional>
#include <vector>

namespace paretune {

class NumpyRandom {
 public:
  explicit NumpyRandom(uint64_t seed);
  uint64_t next64();
  uint32_t next32();  // the low half of a draw, then the high half

  std::vector<int64_t> choice(int64_t population, int64_t count);  // without replacement
  void shuffle(std::vector<int64_t>& values);

 private:
  using Wide = unsigned __int128;
  uint64_t below_or_equal(uint64_t limit);  // Lemire's method, what choice() draws with
  uint64_t masked(uint64_t limit);          // masked rejection, what shuffle() draws with
  void swap_down(std::vector<int64_t>& values, int64_t first);

  Wide m_state = 0, m_step = 0;
  std::optional<uint32_t> m_half;
};

}  // namespace paretune
