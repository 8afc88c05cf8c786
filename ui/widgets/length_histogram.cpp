// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/length_histogram.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/widgets/tones.h"

namespace paretune {

LengthHistogram::LengthHistogram(QWidget* parent) : QWidget(parent) {
  setObjectName("lengthHistogram");
  setAccessibleName(tr("Row lengths"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LengthHistogram::setLengths(const std::vector<int64_t>& lengths, int64_t max_length) {
  clear();
  m_cut = max_length;
  if (lengths.empty()) return;
  std::vector<int64_t> sorted = lengths;
  std::sort(sorted.begin(), sorted.end());
  m_longest = std::max<int64_t>(1, sorted.back());
  m_median = sorted[sorted.size() / 2];
  const int64_t bins = std::min<int64_t>(40, m_longest);
  const int64_t step = (m_longest + bins - 1) / bins;
  for (int64_t from = 1; from <= m_longest; from += step) m_bins.push_back({from, from + step - 1, 0});
  for (const int64_t length : lengths) {
    const auto index = static_cast<std::size_t>(std::clamp<int64_t>((std::max<int64_t>(1, length) - 1) / step, 0, binCount() - 1));
    m_most = std::max(m_most, ++m_bins[index].rows);
    m_beyond += m_cut > 0 && length > m_cut;
  }
  setAccessibleDescription(tr("median %1 tokens, longest %2, %3 rows are cut at %4").arg(m_median).arg(m_longest).arg(m_beyond).arg(m_cut));
  update();
}

void LengthHistogram::clear() {
  m_bins.clear();
  m_longest = m_median = m_cut = m_beyond = m_most = 0;
  update();
}

QRectF LengthHistogram::plotRect() const {
  const int line = fontMetrics().height();
  return QRectF(0, line + 4, width(), height() - 2 * line - 8);
}

double LengthHistogram::xOf(double length) const {
  // The cut is inside the picture when rows reach it; a far cut does not squeeze the bars.
  return plotRect().left() + length / std::max<double>(1.0, static_cast<double>(m_bins.empty() ? 1 : m_bins.back().to)) * plotRect().width();
}

void LengthHistogram::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRectF plot = plotRect();
  painter.setPen(mutedText(palette()));
  if (m_bins.empty()) {
    painter.drawText(rect(), Qt::AlignCenter, tr("Row lengths appear here."));
    return;
  }
  painter.drawText(QRectF(0, 0, width(), plot.top()), Qt::AlignLeft | Qt::AlignTop,
                   tr("Tokens per row: median %1, longest %2").arg(groupedText(m_median), groupedText(m_longest)));
  const QColor kept = categoryColor(palette(), 0), cut = severityColor(palette(), 1);
  for (const Bin& bin : m_bins) {
    if (bin.rows == 0) continue;
    const double left = xOf(static_cast<double>(bin.from - 1)), right = xOf(static_cast<double>(bin.to));
    const double tall = std::max(2.0, plot.height() * static_cast<double>(bin.rows) / static_cast<double>(m_most));
    const QRectF bar(left + 0.5, plot.bottom() - tall, std::max(1.0, right - left - 1), tall);
    const bool beyond = m_cut > 0 && bin.from > m_cut;
    painter.fillRect(bar, beyond ? QBrush(cut, Qt::BDiagPattern) : QBrush(kept));
  }
  painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), hairline(palette()));
  painter.drawText(QRectF(0, plot.bottom() + 2, width(), fontMetrics().height()), Qt::AlignLeft, QStringLiteral("1"));
  painter.drawText(QRectF(0, plot.bottom() + 2, width(), fontMetrics().height()), Qt::AlignRight, groupedText(m_longest));
  if (m_cut > 0 && m_cut < m_bins.back().to) {
    const double x = xOf(static_cast<double>(m_cut));
    painter.setPen(QPen(cut, 2, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString text = tr("cut at %1").arg(groupedText(m_cut));
    const double wide = fontMetrics().horizontalAdvance(text);
    const double left = std::clamp(x - wide / 2, 24.0, std::max(24.0, width() - wide - 60.0));
    painter.drawText(QPointF(left, plot.bottom() + 2 + fontMetrics().ascent()), text);
  } else if (m_cut > 0) {
    painter.drawText(QRectF(0, plot.bottom() + 2, width(), fontMetrics().height()), Qt::AlignHCenter,
                     tr("nothing is cut (limit %1)").arg(groupedText(m_cut)));
  }
}

bool LengthHistogram::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    for (const Bin& bin : m_bins) {
      if (help->x() < xOf(static_cast<double>(bin.from - 1)) || help->x() >= xOf(static_cast<double>(bin.to))) continue;
      QToolTip::showText(help->globalPos(), tr("%1 rows have %2 to %3 tokens").arg(groupedText(bin.rows)).arg(bin.from).arg(bin.to), this);
      return true;
    }
    QToolTip::hideText();
    return true;
  }
  return QWidget::event(event);
}

}  // namespace paretune
