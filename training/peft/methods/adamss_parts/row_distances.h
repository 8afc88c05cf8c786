// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

namespace paretune {

// |c|^2 - 2 p c of every point p and centre c, to distances (rows, centres), as scikit-learn has it from numpy and from OpenBLAS's kernels
// for AVX2: equal to the bit. It matters where all points are equally far from each other, for then rounding alone decides which of them
// a first centre attracts.
void distances_to(const std::vector<float>& centres, const std::vector<float>& points, int64_t rows, int64_t features,
                  std::vector<float>& distances);

}  // namespace paretune
