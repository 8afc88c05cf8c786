// SPDX-License-Identifier: GPL-3.0-or-later
// How a chart answers to pointer, wheel and keys.
#include <QMouseEvent>
#include <QToolButton>
#include <cmath>
#include <limits>

#include "ui/charts/chart_readout.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/plot_style.h"
#include "ui/theme.h"

namespace paretune {

int ChartView::nearestSeries(const QPoint& at) const {
  int best = -1;
  double distance = 16;
  const double x = m_plot->xAxis->pixelToCoord(at.x());
  for (int i = 0; i < seriesCount(); ++i) {
    const auto& each = series(i);
    const auto point = each.data.nearest(x);
    if (!each.visible || !point) continue;
    const bool mean = each.look.smooth && m_smoothing > 0;
    const double py = m_plot->yAxis->coordToPixel(mean ? each.data.smoothed(*point) : each.data.y(*point));
    if (std::fabs(py - at.y()) < distance) {
      distance = std::fabs(py - at.y());
      best = i;
    }
  }
  return best;
}

void ChartView::updateReadout(const QPoint& at) {
  const QRect area = m_plot->axisRect()->rect();
  if (!area.contains(at)) {
    m_readout->clear();
    Q_EMIT seriesHovered({});
    return;
  }
  const double wanted = m_plot->xAxis->pixelToCoord(at.x());
  double x = std::numeric_limits<double>::quiet_NaN();
  for (const auto& each : m_series) {
    const auto point = each->data.nearest(wanted);
    if (each->visible && point && (std::isnan(x) || std::fabs(each->data.x(*point) - wanted) < std::fabs(x - wanted))) x = each->data.x(*point);
  }
  if (std::isnan(x)) return m_readout->clear();
  const int strong = nearestSeries(at);
  std::vector<ChartReadout::Row> rows;
  for (int i = 0; i < seriesCount(); ++i) {
    const auto& each = series(i);
    const auto point = each.data.nearest(x);
    if (!each.visible || !point || x > each.data.x(each.data.size() - 1) || x < each.data.x(0)) continue;
    const bool mean = each.look.smooth && m_smoothing > 0;
    const double y = each.data.y(*point), shown = mean ? each.data.smoothed(*point) : y;
    rows.push_back({theme::seriesColor(each.look.style, palette()), theme::seriesPen(each.look.style), each.look.name,
                    mean ? valueText(m_unit, y) + " (" + valueText(m_unit, shown) + ")" : valueText(m_unit, y),
                    QPointF(m_plot->xAxis->coordToPixel(each.data.x(*point)), m_plot->yAxis->coordToPixel(shown)), i == strong});
  }
  for (const auto& line : m_lines)
    rows.push_back({line.style < 0 ? theme::muted(palette()) : theme::seriesColor(line.style, palette()),
                    Qt::DashLine,
                    line.name,
                    valueText(m_unit, line.y),
                    {},
                    false});
  const QString heading = m_x_unit == Unit::count ? m_x_name + " " + QLocale().toString(qint64(x)) : m_x_name + " " + valueText(m_x_unit, x);
  m_readout->showAt(m_plot->xAxis->coordToPixel(x), area, heading, std::move(rows));
  Q_EMIT seriesHovered(strong < 0 ? QString() : series(strong).look.key);
}

void ChartView::pick(const QPoint& at) {
  const int index = nearestSeries(at);
  if (index >= 0) Q_EMIT seriesClicked(series(index).look.key);
}

bool ChartView::handleKey(int key) {
  auto* axis = m_plot->xAxis;
  const double span = axis->range().size();
  switch (key) {
    case Qt::Key_Left:
      axis->moveRange(-span * 0.1);
      break;
    case Qt::Key_Right:
      axis->moveRange(span * 0.1);
      break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      axis->scaleRange(0.8);
      break;
    case Qt::Key_Minus:
      axis->scaleRange(1.25);
      break;
    case Qt::Key_L:
      setLogScale(!m_log);
      return true;
    case Qt::Key_0:
    case Qt::Key_Home:
      resetZoom();
      return true;
    default:
      return false;
  }
  m_x_auto = false;
  m_reset_button->show();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
  return true;
}

bool ChartView::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_plot) return QFrame::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::Wheel: {
      const auto* wheel = static_cast<QWheelEvent*>(event);
      if (!m_plot->hasFocus() && !(wheel->modifiers() & Qt::ControlModifier)) {
        event->ignore();  // the page scrolls
        return true;
      }
      m_x_auto = false;
      m_reset_button->show();
      break;
    }
    case QEvent::MouseButtonPress: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      m_pressed = mouse->pos();
      const bool rectangle = m_rectangle || (mouse->modifiers() & Qt::ShiftModifier);
      m_plot->setSelectionRectMode(rectangle ? QCP::srmZoom : QCP::srmNone);
      break;
    }
    case QEvent::MouseMove: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      if (mouse->buttons() & Qt::LeftButton) {
        if ((mouse->pos() - m_pressed).manhattanLength() > 3 && m_plot->axisRect()->rect().contains(m_pressed)) {
          m_x_auto = m_y_auto = false;
          m_reset_button->show();
          m_readout->clear();
        }
      } else {
        updateReadout(mouse->pos());
      }
      break;
    }
    case QEvent::MouseButtonRelease: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      if ((mouse->pos() - m_pressed).manhattanLength() <= 3) pick(mouse->pos());
      break;
    }
    case QEvent::MouseButtonDblClick:
      resetZoom();
      return true;
    case QEvent::Leave:
      m_readout->clear();
      Q_EMIT seriesHovered({});
      break;
    case QEvent::Resize:
      schedule();
      break;
    case QEvent::KeyPress:
      if (handleKey(static_cast<QKeyEvent*>(event)->key())) return true;
      break;
    default:
      break;
  }
  return QFrame::eventFilter(watched, event);
}

}  // namespace paretune
