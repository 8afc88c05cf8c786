// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The Pareto front of runs over two metrics.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace paretune {

// Whether less of a metric is better, as it is for losses, bytes, times and norms.
inline bool lower_is_better(const std::string& key) {
  for (const char* word : {"exact_match", "accuracy", "per_second", "f1", "score", "reward"}) {
    if (key.find(word) != std::string::npos) return false;
  }
  return key != "tokens";
}

// Indices of the points no other point beats in both values, by rising x. NaN points never count. Of equal points one stays.
inline std::vector<std::size_t> pareto_front(const std::vector<double>& xs, const std::vector<double>& ys, bool lower_x, bool lower_y) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < std::min(xs.size(), ys.size()); ++i) {
    if (!std::isnan(xs[i]) && !std::isnan(ys[i])) order.push_back(i);
  }
  const auto x = [&](std::size_t i) { return lower_x ? xs[i] : -xs[i]; };
  const auto y = [&](std::size_t i) { return lower_y ? ys[i] : -ys[i]; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x(a) != x(b) ? x(a) < x(b) : y(a) < y(b); });
  std::vector<std::size_t> front;
  for (std::size_t i : order) {
    if (front.empty() || y(i) < y(front.back())) front.push_back(i);
  }
  if (!lower_x) std::reverse(front.begin(), front.end());
  return front;
}

}  // namespace paretune
