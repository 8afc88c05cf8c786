// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/charts/chart_view.h"

namespace paretune {

// Memory over wall time: live and peak, the planner's estimate as a line, the phases as marks.
class MemoryChart : public ChartView {
  Q_OBJECT
 public:
  explicit MemoryChart(QWidget* parent = nullptr);
  void clear();
  void appendLive(int64_t wall_ms, double bytes);
  void appendPeak(int64_t wall_ms, double bytes);
  void setEstimate(double bytes);  // <= 0 removes it
  void setPreflight(double bytes);  // measured before the first step; <= 0 removes it
  void setPhases(const std::vector<std::pair<int64_t, QString>>& phases);

 private:
  void showLines();
  double m_estimate = 0, m_preflight = 0;
  int m_live = -1, m_peak = -1;
};

}  // namespace paretune
