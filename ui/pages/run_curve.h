// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

// A stored curve as charts need it. These read the store and may take seconds for a run of a day: not on the main thread.
struct RunCurve {
  std::vector<MetricPoint> points;
  std::vector<double> tokens;  // seen at each point; empty where the run does not say
};

// At most some ten thousand points, with every spike.
std::vector<MetricPoint> thinnedMetric(Engine& engine, const std::string& run, const std::string& key);
RunCurve runCurve(Engine& engine, const std::string& run, const std::string& key);

}  // namespace paretune
