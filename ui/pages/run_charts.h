// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QScrollArea>
#include <map>
#include <memory>

#include "training/api/engine.h"

class QGridLayout;

namespace paretune {

class ChartView;
class MemoryChart;

// The curves of one run: loss first, memory, then one chart for every other key the run emits.
class RunCharts : public QScrollArea {
  Q_OBJECT
 public:
  using Stored = std::map<std::string, std::vector<MetricPoint>>;

  explicit RunCharts(QWidget* parent = nullptr);
  void clear();
  void load(const Stored& stored);
  void add(int64_t wall_ms, const RunMetrics& metrics);
  void continueFrom(int64_t step);  // a resume: later points are made anew
  void setEstimate(double bytes);
  void setPhases(const std::vector<std::pair<int64_t, QString>>& phases);
  ChartView* chart(const QString& key) const;  // null while there is none

 Q_SIGNALS:
  void message(int severity, const QString& text);

 private:
  ChartView* need(const QString& key);
  void addPoint(const QString& key, int64_t step, int64_t wall_ms, double value);
  void place();

  QGridLayout* m_grid;
  ChartView* m_loss;
  MemoryChart* m_memory;
  QHash<QString, ChartView*> m_charts;  // by key, without loss, eval_loss and memory
  QStringList m_order;
  int64_t m_wall_offset = 0, m_last_wall = 0;  // a resumed run counts its time from zero again
};

}  // namespace paretune
