// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/memory_chart.h"

#include <QSet>

namespace paretune {
namespace {

// Short, for they stand upright beside their line.
QString phaseMark(const QString& name) {
  if (name == "load") return MemoryChart::tr("load");
  if (name == "tokenize") return MemoryChart::tr("tokens");
  if (name == "baseline") return MemoryChart::tr("base model");
  if (name == "train") return MemoryChart::tr("train");
  if (name == "eval") return MemoryChart::tr("evaluation");
  if (name == "checkpoint") return MemoryChart::tr("checkpoint");
  if (name == "export") return MemoryChart::tr("export");
  return name;
}

}  // namespace

MemoryChart::MemoryChart(QWidget* parent) : ChartView(tr("Memory"), Unit::bytes, parent) {
  setXAxis(tr("Time"), Unit::seconds);
  setObjectName("memoryChart");
  clear();
}

void MemoryChart::clear() {
  clearSeries();
  m_estimate = m_preflight = 0;
  m_live = addSeries({"memory_bytes", tr("In use"), 0});
  m_peak = addSeries({"memory_peak_bytes", tr("Peak"), 1});
}

void MemoryChart::appendLive(int64_t wall_ms, double bytes) { append(m_live, double(wall_ms) / 1000, bytes); }
void MemoryChart::appendPeak(int64_t wall_ms, double bytes) { append(m_peak, double(wall_ms) / 1000, bytes); }

void MemoryChart::setEstimate(double bytes) {
  m_estimate = bytes;
  showLines();
}

void MemoryChart::setPreflight(double bytes) {
  m_preflight = bytes;
  showLines();
}

void MemoryChart::showLines() {
  std::vector<Line> lines;
  if (m_estimate > 0) lines.push_back({tr("Estimate %1").arg(valueText(Unit::bytes, m_estimate)), m_estimate});
  if (m_preflight > 0) lines.push_back({tr("Measured before %1").arg(valueText(Unit::bytes, m_preflight)), m_preflight, 2});
  setLines(std::move(lines));
}

void MemoryChart::setPhases(const std::vector<std::pair<int64_t, QString>>& phases) {
  // Phases that come again (eval, checkpoint) keep their line; only the first is named.
  std::vector<std::pair<double, QString>> marks;
  QSet<QString> named;
  for (const auto& [wall_ms, name] : phases) {
    marks.emplace_back(double(wall_ms) / 1000, named.contains(name) ? QString() : phaseMark(name));
    named.insert(name);
  }
  setMarks(std::move(marks));
}

}  // namespace paretune
