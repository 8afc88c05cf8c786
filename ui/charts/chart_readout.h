// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QPointF>
#include <QRect>
#include <QString>
#include <QWidget>
#include <vector>

namespace paretune {

// Drawn over a plot without redrawing it: a line at x, a dot on each curve, and a box with all values.
class ChartReadout : public QWidget {
 public:
  struct Row {
    QColor color;
    Qt::PenStyle style = Qt::SolidLine;
    QString name, value;
    QPointF at;  // dot; a null point draws none
    bool strong = false;
  };
  explicit ChartReadout(QWidget* parent);
  void showAt(double x, const QRect& area, const QString& heading, std::vector<Row> rows);
  void clear();
  QString text() const;  // the box as lines of text

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double m_x = 0;
  QRect m_area;
  QString m_heading;
  std::vector<Row> m_rows;
};

}  // namespace paretune
