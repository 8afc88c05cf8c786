// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The Pareto front of runs over two metrics.
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace paretune {

// Whether more of a metric is better. Losses, bytes, times and norms are better when small.
inline bool higher_is_better(const std::string& key) {
  for (const char* word : {"exact_match", "accuracy", "per_second", "f1", "score"}) {
    if (key.find(word) != std::string::npos) return true;
  }
  return false;
}

struct ParetoPoint {
  double x = 0, y = 0;
};

// Indices of the points that no other point beats: at least as good in both and better in one. Sorted by x.
inline std::vector<std::size_t> pareto_front(const std::vector<ParetoPoint>& points, bool higher_x, bool higher_y) {
  const auto better = [](double a, double b, bool higher) { return higher ? a > b : a < b; };
  std::vector<std::size_t> order(points.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  // Best x first; among equals best y first. A point is on the front when its y beats all before it.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (points[a].x != points[b].x) return better(points[a].x, points[b].x, higher_x);
    return better(points[a].y, points[b].y, higher_y);
  });
  std::vector<std::size_t> front;
  for (std::size_t i : order) {
    const bool equal = !front.empty() && points[i].x == points[front.back()].x && points[i].y == points[front.back()].y;
    if (front.empty() || equal || better(points[i].y, points[front.back()].y, higher_y)) front.push_back(i);
  }
  std::stable_sort(front.begin(), front.end(), [&](std::size_t a, std::size_t b) { return points[a].x < points[b].x; });
  return front;
}

}  // namespace paretune
