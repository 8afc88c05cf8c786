// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <qcustomplot.h>

#include "ui/charts/value_format.h"

namespace paretune {

// Axis numbers in the unit of what the axis shows.
class UnitTicker : public QCPAxisTicker {
 public:
  explicit UnitTicker(Unit unit) : m_unit(unit) {}

 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
  double getTickStep(const QCPRange& range) override;

 private:
  Unit m_unit;
  double m_step = 1;
};
class UnitLogTicker : public QCPAxisTickerLog {
 public:
  explicit UnitLogTicker(Unit unit) : m_unit(unit) {}

 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

 private:
  Unit m_unit;
};

// Background, grid, axes and fonts by the palette; no frame, quiet grid.
void stylePlot(QCustomPlot* plot, const QPalette& palette, const QFont& font);
void setAxisScale(QCPAxis* axis, Unit unit, bool log);

// By the end of the name: .svg, .png or .pdf. False when the file cannot be written.
bool savePlot(QCustomPlot* plot, const QString& path);

}  // namespace paretune
