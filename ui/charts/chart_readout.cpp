// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_readout.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme.h"

namespace paretune {

ChartReadout::ChartReadout(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAttribute(Qt::WA_NoSystemBackground);
}

void ChartReadout::showAt(double x, const QRect& area, const QString& heading, std::vector<Row> rows) {
  m_x = x;
  m_area = area;
  m_heading = heading;
  m_rows = std::move(rows);
  update();
}

void ChartReadout::clear() {
  if (m_rows.empty() && m_heading.isEmpty()) return;
  m_rows.clear();
  m_heading.clear();
  update();
}

QString ChartReadout::text() const {
  QStringList lines{m_heading};
  for (const auto& row : m_rows) lines << row.name + ": " + row.value;
  return m_heading.isEmpty() ? QString() : lines.join('\n');
}

void ChartReadout::paintEvent(QPaintEvent*) {
  if (m_heading.isEmpty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_x >= 0) {
    painter.setPen(QPen(theme::muted(palette()), 1, Qt::DashLine));
    painter.drawLine(QPointF(m_x, m_area.top()), QPointF(m_x, m_area.bottom()));
  }
  for (const auto& row : m_rows) {
    if (row.at.isNull() || !m_area.adjusted(-4, -4, 4, 4).contains(row.at.toPoint())) continue;
    painter.setPen(QPen(palette().color(QPalette::Base), 1.5));
    painter.setBrush(row.color);
    painter.drawEllipse(row.at, 4, 4);
  }

  const QFont plain = theme::smallFont(this);
  QFont bold = plain;
  bold.setBold(true);
  const QFontMetrics metrics(bold);
  const int line = metrics.height() + 3, pad = 8, swatch = 20;
  int names = 0, values = 0;
  for (const auto& row : m_rows) {
    names = std::max(names, metrics.horizontalAdvance(row.name));
    values = std::max(values, metrics.horizontalAdvance(row.value));
  }
  names = std::min(names, 220);
  const int wide = std::max(metrics.horizontalAdvance(m_heading), swatch + names + 16 + values) + 2 * pad;
  const int high = line * (int(m_rows.size()) + 1) + 2 * pad - 3;
  const double anchor = m_x >= 0 ? m_x : m_rows.empty() ? 0 : m_rows.front().at.x();
  int left = int(anchor) + 12;
  if (left + wide > width() - 2) left = int(anchor) - 12 - wide;
  left = std::clamp(left, 2, std::max(2, width() - wide - 2));
  const int top = std::clamp(m_area.top() + 4, 2, std::max(2, height() - high - 2));
  QColor ground = palette().color(QPalette::Base);
  ground.setAlphaF(0.95f);
  painter.setPen(QPen(theme::border(palette()), 1));
  painter.setBrush(ground);
  painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, wide, high), 6, 6);
  painter.setFont(bold);
  painter.setPen(palette().color(QPalette::Text));
  int y = top + pad + metrics.ascent();
  painter.drawText(left + pad, y, m_heading);
  for (const auto& row : m_rows) {
    y += line;
    painter.setPen(QPen(row.color, 2.5, row.style));
    painter.drawLine(left + pad, y - metrics.ascent() / 2 + 1, left + pad + 14, y - metrics.ascent() / 2 + 1);
    painter.setFont(row.strong ? bold : plain);
    painter.setPen(row.strong ? palette().color(QPalette::Text) : theme::muted(palette()));
    painter.drawText(left + pad + swatch, y, metrics.elidedText(row.name, Qt::ElideRight, names));
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(left + wide - pad - metrics.horizontalAdvance(row.value), y, row.value);
  }
}

}  // namespace paretune
