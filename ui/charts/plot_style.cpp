// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_style.h"

#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "ui/theme.h"

namespace paretune {
namespace {

QString axisText(Unit unit, double tick) {
  if (unit == Unit::percent) return QString::number(tick * 100, 'g', 4) + "%";
  if (unit == Unit::rate) return valueText(Unit::count, tick);
  if (unit == Unit::seconds) {
    const auto total = qint64(std::llround(tick));
    const QString sign = total < 0 ? "-" : "";
    const qint64 size = std::llabs(total), hours = size / 3600;
    if (hours > 0) return QString("%1%2:%3:%4").arg(sign).arg(hours).arg(size / 60 % 60, 2, 10, QChar('0')).arg(size % 60, 2, 10, QChar('0'));
    return QString("%1%2:%3").arg(sign).arg(size / 60).arg(size % 60, 2, 10, QChar('0'));
  }
  if (unit == Unit::milliseconds) return QString::number(tick, 'g', 4);
  if (unit == Unit::count && std::fabs(tick) < 1000) return QString::number(tick, 'g', 4);
  if (std::fabs(tick) < 1e-12) return "0";
  return valueText(unit, tick);
}

}  // namespace

// Bytes get as many decimals as tell neighbouring ticks apart.
QString UnitTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  if (m_unit != Unit::bytes || std::fabs(tick) < 1e6) return axisText(m_unit, tick);
  const double scale = std::fabs(tick) >= 1e9 ? 1e9 : 1e6;
  const int decimals = std::clamp(int(std::ceil(-std::log10(m_step / scale) - 1e-9)), 0, 3);
  return QString::number(tick / scale, 'f', decimals) + (scale == 1e9 ? " GB" : " MB");
}
QString UnitLogTicker::getTickLabel(double tick, const QLocale&, QChar, int) { return axisText(m_unit, tick); }

double UnitTicker::getTickStep(const QCPRange& range) {
  double step = m_step = QCPAxisTicker::getTickStep(range);
  if (m_unit == Unit::count) return std::max(1.0, step);
  if (m_unit != Unit::seconds) return step;
  for (double nice : {1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0})
    if (nice >= step) return nice;
  return std::ceil(step / 3600) * 3600;
}

void stylePlot(QCustomPlot* plot, const QPalette& palette, const QFont& font) {
  plot->setBackground(QBrush(Qt::NoBrush));
  plot->setAttribute(Qt::WA_OpaquePaintEvent, false);
  plot->setBackground(palette.color(QPalette::Base));
  const QColor text = theme::muted(palette), line = theme::border(palette);
  for (auto* axis : {plot->xAxis, plot->yAxis, plot->xAxis2, plot->yAxis2}) {
    axis->setBasePen(axis == plot->xAxis ? QPen(line) : QPen(Qt::NoPen));
    axis->setTickPen(Qt::NoPen);
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLength(0, 0);
    axis->setSubTickLength(0, 0);
    axis->setTickLabelColor(text);
    axis->setLabelColor(text);
    axis->setTickLabelFont(font);
    axis->setLabelFont(font);
    axis->setTickLabelPadding(6);
    axis->setLabelPadding(4);
    axis->grid()->setPen(QPen(line, 1, Qt::SolidLine));
    axis->grid()->setZeroLinePen(Qt::NoPen);
    axis->grid()->setSubGridVisible(false);
  }
  plot->xAxis->grid()->setPen(Qt::NoPen);
}

void setAxisScale(QCPAxis* axis, Unit unit, bool log) {
  axis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  if (log) {
    axis->setTicker(QSharedPointer<QCPAxisTicker>(new UnitLogTicker(unit)));
  } else {
    auto* ticker = new UnitTicker(unit);
    ticker->setTickCount(axis->orientation() == Qt::Vertical ? 4 : 6);
    axis->setTicker(QSharedPointer<QCPAxisTicker>(ticker));
  }
}

bool savePlot(QCustomPlot* plot, const QString& path) {
  if (path.endsWith(".svg", Qt::CaseInsensitive)) {
    QSvgGenerator generator;
    generator.setFileName(path);
    generator.setSize(plot->size());
    generator.setViewBox(QRect(QPoint(0, 0), plot->size()));
    QCPPainter painter;
    if (!painter.begin(&generator)) return false;
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot->toPainter(&painter, plot->width(), plot->height());
    return painter.end();
  }
  if (path.endsWith(".pdf", Qt::CaseInsensitive)) return plot->savePdf(path, plot->width(), plot->height());
  return plot->savePng(path, plot->width(), plot->height(), 2.0);
}

}  // namespace paretune
