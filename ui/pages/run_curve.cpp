// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_curve.h"

#include <algorithm>

#include "ui/charts/series_buffer.h"

namespace paretune {
namespace {

struct Seen {
  int64_t step;
  double tokens;
};

// Older runs did not count tokens: there they follow from the speed.
std::vector<Seen> tokensSeen(Engine& engine, const std::string& run) {
  std::vector<Seen> out;
  for (const auto& point : engine.metric(run, "tokens")) out.push_back({point.step, point.value});
  if (!out.empty()) return out;
  const auto rates = engine.metric(run, "tokens_per_second");
  double seen = 0;
  auto rate = rates.begin();
  for (const auto& time : engine.metric(run, "step_ms")) {
    while (rate != rates.end() && rate->step < time.step) ++rate;
    if (rate == rates.end()) break;
    if (rate->step == time.step) out.push_back({time.step, seen += rate->value * time.value / 1000});
  }
  return out;
}

}  // namespace

std::vector<MetricPoint> thinnedMetric(Engine& engine, const std::string& run, const std::string& key) {
  constexpr size_t kMost = 50'000;
  auto points = engine.metric(run, key);
  while (points.size() > kMost) {
    std::vector<double> ys;
    ys.reserve(points.size());
    for (const auto& point : points) ys.push_back(point.value);
    std::vector<MetricPoint> kept;
    for (const size_t i : SeriesBuffer::halved(ys)) kept.push_back(points[i]);
    points = std::move(kept);
  }
  return points;
}

RunCurve runCurve(Engine& engine, const std::string& run, const std::string& key) {
  RunCurve curve{thinnedMetric(engine, run, key), {}};
  const auto seen = tokensSeen(engine, run);
  if (seen.empty()) return curve;
  for (const auto& point : curve.points) {
    const auto after = std::upper_bound(seen.begin(), seen.end(), point.step, [](int64_t step, const Seen& each) { return step < each.step; });
    curve.tokens.push_back(after == seen.begin() ? 0 : std::prev(after)->tokens);
  }
  return curve;
}

}  // namespace paretune
