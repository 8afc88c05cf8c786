// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace paretune {

// Indices of the points no other point beats in both values, by rising x. NaN points never count. Of equal points one stays.
inline std::vector<size_t> paretoFront(const std::vector<double>& xs, const std::vector<double>& ys, bool lower_x, bool lower_y) {
  std::vector<size_t> order;
  for (size_t i = 0; i < std::min(xs.size(), ys.size()); ++i)
    if (!std::isnan(xs[i]) && !std::isnan(ys[i])) order.push_back(i);
  auto x = [&](size_t i) { return lower_x ? xs[i] : -xs[i]; };
  auto y = [&](size_t i) { return lower_y ? ys[i] : -ys[i]; };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return x(a) != x(b) ? x(a) < x(b) : y(a) < y(b); });
  std::vector<size_t> front;
  for (size_t i : order)
    if (front.empty() || y(i) < y(front.back())) front.push_back(i);
  if (!lower_x) std::reverse(front.begin(), front.end());
  return front;
}

}  // namespace paretune
