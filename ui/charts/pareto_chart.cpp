// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pareto_chart.h"

#include <QEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <cmath>
#include <limits>

#include "ui/charts/chart_readout.h"
#include "training/api/pareto.h"
#include "ui/charts/plot_style.h"
#include "ui/theme.h"

namespace paretune {

ParetoChart::ParetoChart(QWidget* parent) : QFrame(parent) {
  m_plot = new QCustomPlot(this);
  m_plot->setFocusPolicy(Qt::StrongFocus);
  m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  m_plot->setAccessibleName(tr("Scatter of runs with their Pareto front"));
  m_plot->setMinimumSize(200, 140);
  m_plot->axisRect()->setMinimumMargins(QMargins(8, 8, 12, 4));
  m_plot->setMouseTracking(true);
  m_plot->installEventFilter(this);
  connect(m_plot, &QCustomPlot::afterLayout, this, &ParetoChart::placeNames);  // only then are the places of the points known
  m_readout = new ChartReadout(m_plot);
  m_empty = new QLabel(tr("No run has both values yet. Pick other axes, or let a run reach its first evaluation."), m_plot);
  m_empty->setWordWrap(true);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
  theme::markMuted(m_empty);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_plot);
}

void ParetoChart::setAxes(const QString& x_key, const QString& y_key) {
  m_x_key = x_key;
  m_y_key = y_key;
  rebuild();
}
void ParetoChart::setPoints(std::vector<Point> points) {
  m_points = std::move(points);
  rebuild();
}
void ParetoChart::setHighlighted(const QString& id) {
  if (m_highlighted == id) return;
  m_highlighted = id;
  rebuild();
}
void ParetoChart::setLogX(bool on) {
  m_log_x = on;
  rebuild();
}

QStringList ParetoChart::frontIds() const {
  QStringList ids;
  for (size_t i : m_front) ids << m_points[i].id;
  return ids;
}

bool ParetoChart::saveImage(const QString& path) { return savePlot(m_plot, path); }

void ParetoChart::rebuild() {
  m_plot->clearPlottables();
  m_plot->clearItems();
  m_names.clear();
  stylePlot(m_plot, palette(), theme::smallFont(this));
  const Unit x_unit = metricUnit(m_x_key), y_unit = metricUnit(m_y_key);
  setAxisScale(m_plot->xAxis, x_unit, m_log_x);
  setAxisScale(m_plot->yAxis, y_unit, false);
  m_plot->xAxis->grid()->setPen(QPen(theme::border(palette()), 1));
  const bool lower_x = lowerIsBetter(m_x_key), lower_y = lowerIsBetter(m_y_key);
  m_plot->xAxis->setLabel(metricTitle(m_x_key) + (lower_x ? tr("  (← better)") : tr("  (better →)")));
  m_plot->yAxis->setLabel(metricTitle(m_y_key) + (lower_y ? tr("  (← better)") : tr("  (better →)")));

  std::vector<double> xs, ys;
  bool any = false;
  for (const auto& point : m_points) {
    const bool usable = !(m_log_x && point.x <= 0);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    xs.push_back(point.faint || !usable ? nan : point.x);
    ys.push_back(point.faint || !usable ? nan : point.y);
    any |= !std::isnan(point.x) && !std::isnan(point.y);
  }
  m_front = pareto_front(xs, ys, lower_x, lower_y);
  m_empty->setVisible(!any);
  m_plot->axisRect()->setVisible(any);
  m_empty->setGeometry(m_plot->rect());
  m_readout->setGeometry(m_plot->rect());

  if (m_front.size() > 1) {
    auto* line = new QCPCurve(m_plot->xAxis, m_plot->yAxis);
    QColor color = theme::accent(palette());
    line->setPen(QPen(color, 1.5, Qt::DashLine));
    QVector<QCPCurveData> corners;
    double t = 0;
    for (size_t k = 0; k < m_front.size(); ++k) {
      const auto& point = m_points[m_front[k]];
      // The region beaten by the front has steps: from each point along x at the worse of both y.
      if (k > 0) {
        const auto& before = m_points[m_front[k - 1]];
        const bool keep_before = lower_x;
        corners.append(QCPCurveData(t++, keep_before ? point.x : before.x, keep_before ? before.y : point.y));
      }
      corners.append(QCPCurveData(t++, point.x, point.y));
    }
    line->data()->set(corners, true);
  }
  for (size_t i = 0; i < m_points.size(); ++i) {
    const auto& point = m_points[i];
    if (std::isnan(point.x) || std::isnan(point.y)) continue;
    const bool strong = point.id == m_highlighted && !point.faint;
    const bool on_front = std::find(m_front.begin(), m_front.end(), i) != m_front.end();
    auto* graph = m_plot->addGraph();
    graph->setLineStyle(QCPGraph::lsNone);
    QColor color = point.faint ? theme::muted(palette()) : theme::seriesColor(point.style, palette());
    if (point.faint) color.setAlphaF(0.35f);
    const QPen pen = strong ? QPen(palette().color(QPalette::Text), 2.5) : QPen(color, 1.5);
    const QBrush brush = point.faint ? QBrush(Qt::NoBrush) : on_front ? QBrush(color) : QBrush(palette().color(QPalette::Base));
    graph->setScatterStyle(QCPScatterStyle(point.faint ? QCPScatterStyle::ssDiamond : QCPScatterStyle::ssCircle, pen, brush,
                                           point.faint ? 6
                                           : strong    ? 13
                                                       : 10));
    graph->addData(point.x, point.y);
    for (const auto& [half, kind] : {std::pair{point.x_half, QCPErrorBars::etKeyError}, std::pair{point.y_half, QCPErrorBars::etValueError}}) {
      if (!(half > 0)) continue;
      auto* bars = new QCPErrorBars(m_plot->xAxis, m_plot->yAxis);
      bars->setErrorType(kind);
      bars->setDataPlottable(graph);
      bars->setPen(QPen(color, 1));
      bars->setWhiskerWidth(7);
      bars->setSymbolGap(10);
      bars->addData(half);
    }
    if ((on_front && m_front.size() <= 8) || strong) {
      auto* text = new QCPItemText(m_plot);
      text->setText(QFontMetrics(theme::smallFont(this)).elidedText(point.name, Qt::ElideRight, 150));
      text->setFont(theme::smallFont(this));
      text->setColor(strong ? palette().color(QPalette::Text) : theme::muted(palette()));
      m_names.insert(strong ? m_names.begin() : m_names.end(), {text, point.x});
      text->setPadding(QMargins(2, 2, 2, 8));
      text->position->setCoords(point.x, point.y);
    }
  }
  fit();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

// Names near an edge lean inwards, so that none is cut.
void ParetoChart::placeNames() {
  std::vector<QRectF> taken;
  for (const auto& [text, x] : m_names) {
    const auto range = m_plot->xAxis->range();
    const double part = m_log_x ? std::log(x / range.lower) / std::log(range.upper / range.lower) : (x - range.lower) / range.size();
    text->setPositionAlignment((part > 0.75 ? Qt::AlignRight : part < 0.25 ? Qt::AlignLeft : Qt::AlignHCenter) | Qt::AlignBottom);
    // Where two names would cover each other the later one is left out; the pointer still tells it.
    const double wide = QFontMetrics(text->font()).horizontalAdvance(text->text()), at = m_plot->xAxis->coordToPixel(x);
    const QRectF box(part > 0.75 ? at - wide : part < 0.25 ? at : at - wide / 2, m_plot->yAxis->coordToPixel(text->position->value()) - 24, wide, 18);
    text->setVisible(std::none_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); }));
    if (text->visible()) taken.push_back(box);
  }
}

void ParetoChart::fit() {
  double x0 = std::numeric_limits<double>::infinity(), x1 = -x0, y0 = x0, y1 = -x0;
  for (const auto& point : m_points) {
    if (std::isnan(point.x) || std::isnan(point.y) || (m_log_x && point.x <= 0)) continue;
    const double x_half = point.x_half > 0 ? point.x_half : 0, y_half = point.y_half > 0 ? point.y_half : 0;
    x0 = std::min(x0, m_log_x ? point.x : point.x - x_half), x1 = std::max(x1, point.x + x_half);
    y0 = std::min(y0, point.y - y_half), y1 = std::max(y1, point.y + y_half);
  }
  if (!(x0 <= x1)) return;
  auto room = [](double low, double high) { return high > low ? (high - low) * 0.12 : (high == 0 ? 0.5 : std::fabs(high) * 0.1); };
  if (m_log_x) {
    const double factor = std::max(1.3, std::pow(x1 / x0, 0.12));
    m_plot->xAxis->setRange(x0 / factor, x1 * factor);
  } else {
    m_plot->xAxis->setRange(x0 - room(x0, x1), x1 + room(x0, x1));
  }
  m_plot->yAxis->setRange(y0 - room(y0, y1), y1 + 1.6 * room(y0, y1));
}

int ParetoChart::pointAt(const QPoint& at) const {
  int best = -1;
  double distance = 14;
  for (int i = 0; i < int(m_points.size()); ++i) {
    const auto& point = m_points[size_t(i)];
    if (std::isnan(point.x) || std::isnan(point.y)) continue;
    const double d = std::hypot(m_plot->xAxis->coordToPixel(point.x) - at.x(), m_plot->yAxis->coordToPixel(point.y) - at.y()) + (point.faint ? 4 : 0);
    if (d < distance) distance = d, best = i;
  }
  return best;
}

bool ParetoChart::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_plot) {
    if (event->type() == QEvent::MouseButtonPress) m_pressed = static_cast<QMouseEvent*>(event)->pos();
    if (event->type() == QEvent::MouseMove && !static_cast<QMouseEvent*>(event)->buttons()) {
      const int index = pointAt(static_cast<QMouseEvent*>(event)->pos());
      if (index < 0) {
        m_readout->clear();
        Q_EMIT pointHovered({});
      } else {
        const auto& point = m_points[size_t(index)];
        const QColor color = point.faint ? theme::muted(palette()) : theme::seriesColor(point.style, palette());
        const QPointF pixel(m_plot->xAxis->coordToPixel(point.x), m_plot->yAxis->coordToPixel(point.y));
        m_readout->showAt(-1, m_plot->axisRect()->rect(), point.faint ? tr("Published: %1").arg(point.name) : point.name,
                          {{color, Qt::SolidLine, metricTitle(m_x_key), valueText(metricUnit(m_x_key), point.x), pixel, false},
                           {color, Qt::SolidLine, metricTitle(m_y_key), valueText(metricUnit(m_y_key), point.y), {}, false}});
        Q_EMIT pointHovered(point.faint ? QString() : point.id);
      }
    }
    if (event->type() == QEvent::MouseButtonRelease) {
      const auto at = static_cast<QMouseEvent*>(event)->pos();
      const int index = pointAt(at);
      if (index >= 0 && (at - m_pressed).manhattanLength() <= 3 && !m_points[size_t(index)].faint) Q_EMIT pointClicked(m_points[size_t(index)].id);
    }
    if (event->type() == QEvent::MouseButtonDblClick) {
      fit();
      m_plot->replot();
      return true;
    }
    if (event->type() == QEvent::Leave) {
      m_readout->clear();
      Q_EMIT pointHovered({});
    }
    if (event->type() == QEvent::Resize) {
      m_readout->setGeometry(m_plot->rect());
      m_empty->setGeometry(m_plot->rect());
      rebuild();
    }
  }
  return QFrame::eventFilter(watched, event);
}

void ParetoChart::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (m_readout && event->type() == QEvent::PaletteChange) rebuild();
}

}  // namespace paretune
