// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/adamss_parts/row_distances.h"

#include "kernels/common/parallel.h"

namespace paretune {
namespace {

// a b + c rounded once, as a fused instruction does.
float fused(float a, float b, float c) { return static_cast<float>(static_cast<double>(a) * b + c); }

// numpy.einsum("i,i", v, v): four lanes, blocks of four vectors from the last to the first.
float squared_norm(const float* v, int64_t size) {
  float lanes[4] = {};
  auto add = [&](int64_t from) {
    for (int64_t i = 0; i < 4 && from + i < size; ++i) lanes[i] += v[from + i] * v[from + i];
  };
  int64_t at = 0;
  for (; size - at >= 16; at += 16) {
    for (int64_t block = 12; block >= 0; block -= 4) add(at + block);
  }
  for (; at < size; at += 4) add(at);
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

// Where a row lies among those that scikit-learn hands to OpenBLAS together, and those that this takes together.
struct Place {
  int64_t panel, row;
};

Place place_of(int64_t row, int64_t rows) {
  constexpr int64_t kChunk = 256;
  const int64_t at = row % kChunk, size = std::min(kChunk, rows - (row - at)), twelves = size / 12 * 12;
  if (at < twelves) return {12, at % 12};
  return {at - twelves < (size - twelves) / 4 * 4 ? 4 : 1, at};
}

// Which kernel works on this place and eight clusters from `tile` on, of `tiles`: one sums up the odd features of every eight apart.
bool odd_apart(const Place& place, int64_t tile, int64_t tiles) {
  if (tile >= tiles || place.panel == 1) return false;
  if (place.panel == 4) return true;
  if (tiles == 1) return false;
  const bool first_half = place.row < 6;
  return (tile == 0 && first_half) || (tile == tiles - 1 && first_half == (tiles % 2 == 0));
}

// How many features OpenBLAS sums up before it adds to the result.
int64_t summed_at_once(int64_t left) {
  constexpr int64_t kMost = 320, kStep = 8;
  if (left >= 2 * kMost) return kMost;
  return left > kMost ? (left / 2 + kStep - 1) / kStep * kStep : left;
}

}  // namespace

void distances_to(const std::vector<float>& centres, const std::vector<float>& points, int64_t rows, int64_t features,
                  std::vector<float>& distances) {
  const int64_t count = static_cast<int64_t>(centres.size()) / features;
  std::vector<float> across(features * count), norms(count);
  for (int64_t j = 0; j < count; ++j) {
    norms[j] = squared_norm(centres.data() + j * features, features);
    for (int64_t k = 0; k < features; ++k) across[k * count + j] = centres[j * features + k];
  }
  kernels::parallel_rows(rows, 64, [&](int64_t begin, int64_t end) {
    std::vector<float> sums(count), odd(count);
    std::vector<char> apart(count);
    for (int64_t row = begin; row < end; ++row) {
      const Place place = place_of(row, rows);
      for (int64_t j = 0; j < count; ++j) apart[j] = odd_apart(place, j / 8, count / 8);
      const bool any_apart = std::find(apart.begin(), apart.end(), 1) != apart.end();
      float* out = distances.data() + row * count;
      std::copy(norms.begin(), norms.end(), out);
      for (int64_t first = 0, size = 0; first < features; first += size) {
        size = summed_at_once(features - first);
        const float *values = points.data() + row * features + first, *coordinates = across.data() + first * count;
        std::fill(sums.begin(), sums.end(), 0.0F);
        std::fill(odd.begin(), odd.end(), 0.0F);
        for (int64_t k = 0; k < size; ++k, coordinates += count) {
          if (any_apart && k % 2 == 1 && k < size / 8 * 8) {
            for (int64_t j = 0; j < count; ++j) {
              float& sum = apart[j] ? odd[j] : sums[j];
              sum = fused(values[k], coordinates[j], sum);
            }
          } else {
            for (int64_t j = 0; j < count; ++j) sums[j] = fused(values[k], coordinates[j], sums[j]);
          }
        }
        for (int64_t j = 0; j < count; ++j) out[j] = fused(-2.0F, sums[j] + odd[j], out[j]);
      }
    }
  });
}

}  // namespace paretune
