// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

namespace paretune {

// A permutation of 0..count-1, the same on every machine and compiler.
std::vector<int64_t> shuffled_rows(int64_t count, uint64_t seed);

}  // namespace paretune
