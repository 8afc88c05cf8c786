// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_charts.h"

#include <QGridLayout>
#include <algorithm>

#include "ui/charts/chart_view.h"
#include "ui/charts/memory_chart.h"
#include "ui/theme.h"

namespace paretune {
namespace {

bool isMemory(const QString& key) { return key == "memory_bytes" || key == "memory_peak_bytes"; }
bool isPreflight(const QString& key) { return key.startsWith(QLatin1String("preflight_")); }
bool isNoisy(const QString& key) { return key == "loss" || key == "grad_norm" || key == "tokens_per_second" || key == "step_ms"; }

int rankOf(const QString& key) {
  static const QStringList order = {"exact_match", "learning_rate", "grad_norm", "tokens_per_second"};
  const int at = int(order.indexOf(key));
  return at < 0 ? int(order.size()) : at;
}

}  // namespace

RunCharts::RunCharts(QWidget* parent) : QScrollArea(parent) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* page = new QWidget(this);
  page->setAutoFillBackground(false);
  m_grid = new QGridLayout(page);
  m_grid->setContentsMargins(0, theme::grid, 4, theme::grid);
  m_grid->setSpacing(theme::grid);
  m_loss = new ChartView(tr("Loss"), Unit::number, page);
  m_loss->setObjectName("lossChart");
  m_loss->setAccessibleName(tr("Loss chart"));
  m_loss->setEmptyText(tr("The first loss point comes after the first step."));
  m_loss->setMinimumHeight(fontMetrics().height() * 18);
  m_memory = new MemoryChart(page);
  m_memory->setMinimumHeight(fontMetrics().height() * 13);
  for (ChartView* each : {m_loss, static_cast<ChartView*>(m_memory)}) connect(each, &ChartView::message, this, &RunCharts::message);
  setWidget(page);
  viewport()->setAutoFillBackground(false);
  clear();
}

void RunCharts::clear() {
  qDeleteAll(m_charts);
  m_charts.clear();
  m_order.clear();
  m_loss->clearSeries();
  m_loss->addSeries({"loss", tr("Training"), 0, true});
  m_loss->addSeries({"eval_loss", tr("Evaluation"), 1, false, true});
  m_memory->clear();
  m_wall_offset = m_last_wall = 0;
  place();
}

ChartView* RunCharts::chart(const QString& key) const {
  if (key == "loss" || key == "eval_loss") return m_loss;
  if (isMemory(key)) return m_memory;
  return m_charts.value(key);
}

ChartView* RunCharts::need(const QString& key) {
  if (auto* known = m_charts.value(key)) return known;
  auto* view = new ChartView(metricTitle(key), metricUnit(key), widget());
  view->setObjectName("chart:" + key);
  view->setAccessibleName(tr("%1 chart").arg(metricTitle(key)));
  view->setMinimumHeight(fontMetrics().height() * 13);
  view->addSeries({key, metricTitle(key), 0, isNoisy(key), !isNoisy(key) && key != "learning_rate" && metricUnit(key) == Unit::percent});
  connect(view, &ChartView::message, this, &RunCharts::message);
  m_charts.insert(key, view);
  m_order << key;
  std::stable_sort(m_order.begin(), m_order.end(), [](const QString& a, const QString& b) { return rankOf(a) < rankOf(b); });
  view->show();
  place();
  return view;
}

void RunCharts::place() {
  while (auto* item = m_grid->takeAt(0)) delete item;
  m_grid->addWidget(m_loss, 0, 0, 1, 2);
  int slot = 0;
  auto put = [&](QWidget* widget) {
    m_grid->addWidget(widget, 1 + slot / 2, slot % 2);
    ++slot;
  };
  put(m_memory);
  for (const auto& key : m_order) put(m_charts.value(key));
  m_grid->setColumnStretch(0, 1);
  m_grid->setColumnStretch(1, 1);
  m_grid->setRowStretch(0, 3);
  for (int row = 1; row < 32; ++row) m_grid->setRowStretch(row, row <= (slot + 1) / 2 ? 2 : 0);
}

void RunCharts::addPoint(const QString& key, int64_t step, int64_t wall_ms, double value) {
  if (isPreflight(key)) {  // one figure each, no curve
    if (key == QLatin1String("preflight_peak_bytes")) m_memory->setPreflight(value);
    return;
  }
  if (isMemory(key)) {
    if (key == "memory_bytes") m_memory->appendLive(wall_ms, value);
    else m_memory->appendPeak(wall_ms, value);
    return;
  }
  const bool loss = key == "loss" || key == "eval_loss";
  auto* view = loss ? m_loss : need(key);
  const int series = view->seriesIndex(key);
  view->append(series, double(step), value);
  if (step == 0 && (key == "eval_loss" || key == "exact_match"))
    view->setLines({{tr("Base model %1").arg(valueText(metricUnit(key), value)), value}});
}

void RunCharts::load(const Stored& stored) {
  for (const auto& [key, points] : stored) {
    const auto name = QString::fromStdString(key);
    if (isPreflight(name)) {
      if (!points.empty()) addPoint(name, 0, 0, points.back().value);
      continue;
    }
    if (!isMemory(name)) {
      if (points.empty()) continue;
      std::vector<double> xs, ys;
      for (const auto& point : points) xs.push_back(double(point.step)), ys.push_back(point.value);
      addPoint(name, points.front().step, points.front().wall_ms, points.front().value);  // makes the chart and its base line
      auto* view = chart(name);
      view->assign(view->seriesIndex(name), xs, ys);
      continue;
    }
    int64_t offset = 0, before = 0;
    for (const auto& point : points) {
      if (point.wall_ms < before) offset += before;
      before = point.wall_ms;
      addPoint(name, point.step, point.wall_ms + offset, point.value);
      if (point.wall_ms + offset > m_last_wall) {
        m_last_wall = point.wall_ms + offset;
        m_wall_offset = offset;
      }
    }
  }
}

void RunCharts::add(int64_t wall_ms, const RunMetrics& metrics) {
  m_last_wall = std::max(m_last_wall, wall_ms + m_wall_offset);
  for (const auto& [key, value] : metrics.values) addPoint(QString::fromStdString(key), metrics.step, wall_ms + m_wall_offset, value);
}

void RunCharts::continueFrom(int64_t step) {
  m_loss->truncateAfter(double(step));
  for (auto* view : std::as_const(m_charts)) view->truncateAfter(double(step));
  m_wall_offset = m_last_wall;
}

void RunCharts::setEstimate(double bytes) { m_memory->setEstimate(bytes); }
void RunCharts::setPhases(const std::vector<std::pair<int64_t, QString>>& phases) { m_memory->setPhases(phases); }

}  // namespace paretune
