// SPDX-License-Identifier: GPL-3.0-or-later
// What a chart draws: ranges, curves cut down to pixels, lines and marks with their names.
#include <QLabel>
#include <cmath>
#include <limits>

#include "ui/charts/chart_view.h"
#include "ui/charts/plot_style.h"
#include "ui/theme.h"

namespace paretune {

void ChartView::placeLabels() {
  const auto* y = m_plot->yAxis;
  for (const auto& [text, value] : m_line_labels) {
    const bool low = y->coordToPixel(value) - m_plot->axisRect()->top() > 20;
    text->setPositionAlignment(Qt::AlignRight | (low ? Qt::AlignBottom : Qt::AlignTop));
  }
  double last = -1e9;
  for (const auto& [text, value] : m_mark_labels) {
    const double pixel = m_plot->xAxis->coordToPixel(value);
    text->setVisible(pixel - last >= 16);
    if (text->visible()) last = pixel;
  }
}

void ChartView::layoutMarks() {
  m_plot->clearItems();
  m_line_labels.clear();
  m_mark_labels.clear();
  auto label = [this](const QString& text, const QColor& color) {
    auto* item = new QCPItemText(m_plot);
    item->setText(text);
    item->setFont(theme::smallFont(this));
    item->setColor(color);
    item->setPadding(QMargins(3, 1, 3, 1));
    QColor ground = palette().color(QPalette::Base);
    ground.setAlphaF(0.8f);
    item->setBrush(ground);
    item->setClipToAxisRect(true);
    return item;
  };
  for (const auto& line : m_lines) {
    const QColor color = line.style < 0 ? theme::muted(palette()) : theme::seriesColor(line.style, palette());
    auto* item = new QCPItemStraightLine(m_plot);
    item->point1->setCoords(0, line.y);
    item->point2->setCoords(1, line.y);
    item->setPen(QPen(color, 1.25, Qt::DashLine));
    auto* text = label(line.name, color);
    text->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    text->position->setTypeY(QCPItemPosition::ptPlotCoords);
    text->position->setCoords(1, line.y);
    m_line_labels.emplace_back(text, line.y);
  }
  for (const auto& [x, name] : m_marks) {
    auto* item = new QCPItemStraightLine(m_plot);
    item->point1->setCoords(x, 0);
    item->point2->setCoords(x, 1);
    item->setPen(QPen(theme::border(palette()), 1, Qt::DotLine));
    if (name.isEmpty()) continue;
    auto* text = label(name, theme::muted(palette()));
    text->position->setTypeX(QCPItemPosition::ptPlotCoords);
    text->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    text->position->setCoords(x, 0);
    text->setRotation(-90);
    text->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    m_mark_labels.emplace_back(text, x);
  }
}

void ChartView::fitRanges() {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const auto& each : m_series) {
    if (!each->visible || each->data.empty()) continue;
    low = std::min(low, each->data.x(0));
    high = std::max(high, each->data.x(each->data.size() - 1));
  }
  const bool any = low <= high;
  m_empty->setVisible(!any);
  m_plot->axisRect()->setVisible(any);
  if (!m_x_auto || !any) return;
  if (low == high) high = low + 1;
  m_filling = true;
  m_plot->xAxis->setRange(low, high + (high - low) * 0.01);
  m_filling = false;
}

void ChartView::fillGraphs() {
  const int columns = std::max(100, m_plot->axisRect()->width());
  const auto range = m_plot->xAxis->range();
  for (auto& each : m_series) {
    const bool mean = each->look.smooth && m_smoothing > 0;
    for (const bool smooth : {false, true}) {
      auto* graph = smooth ? each->mean : each->raw;
      graph->setVisible(each->visible && (!smooth || mean));
      QVector<QCPGraphData> points;
      if (graph->visible()) {
        // Behind a mean the raw curve is drawn half as fine: no spike goes missing, and it costs half.
        for (const auto& point : each->data.decimated(range.lower, range.upper, mean && !smooth ? columns / 2 : columns, smooth))
          points.append(QCPGraphData(point.x, point.y));
      }
      const bool crowded = points.size() > (smooth ? 5 * columns / 2 : columns);
      graph->setAntialiased(!crowded);
      graph->data()->set(points, true);
    }
  }
  if (m_y_auto) fitY();
  placeLabels();
}

void ChartView::fitY() {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  auto take = [&](double y) {
    if (std::isnan(y) || (m_log && y <= 0)) return;
    low = std::min(low, y);
    high = std::max(high, y);
  };
  const auto range = m_plot->xAxis->range();
  for (const auto& each : m_series) {
    if (!each->visible) continue;
    for (const auto& point : *each->raw->data())
      if (point.key >= range.lower && point.key <= range.upper) take(point.value);
  }
  for (const auto& line : m_lines) take(line.y);
  if (!(low <= high)) low = m_log ? 0.1 : 0, high = 1;
  if (m_log) {
    const double room = std::max(1.05, std::pow(high / low, 0.05));
    m_plot->yAxis->setRange(low / room, high * room);
  } else {
    const double room = high > low ? (high - low) * 0.07 : (high == 0 ? 0.5 : std::fabs(high) * 0.05);
    const double floor = low >= 0 && low - room < 0 ? 0 : low - room;
    m_plot->yAxis->setRange(floor, high + room);
  }
}

}  // namespace paretune
