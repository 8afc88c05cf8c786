// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>
#include <vector>

#include "ui/charts/value_format.h"

class QCPItemText;
class QCustomPlot;
class QLabel;

namespace paretune {

class ChartReadout;

// Runs as points over two values, the front that no run beats as a line, other people's results as a faint layer.
class ParetoChart : public QFrame {
  Q_OBJECT
 public:
  struct Point {
    QString id, name;
    double x = 0, y = 0;
    int style = 0;
    bool faint = false;  // published: not ours
    double x_half = 0, y_half = 0;  // half the interval about a mean, drawn as whiskers; 0 or NaN: none
  };
  explicit ParetoChart(QWidget* parent = nullptr);

  void setAxes(const QString& x_key, const QString& y_key);
  void setPoints(std::vector<Point> points);
  void setHighlighted(const QString& id);
  void setLogX(bool on);
  QStringList frontIds() const;  // of our own runs, by rising x
  QCustomPlot* plot() const { return m_plot; }
  bool saveImage(const QString& path);

 Q_SIGNALS:
  void pointClicked(const QString& id);
  void pointHovered(const QString& id);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void rebuild();
  void fit();
  void placeNames();
  int pointAt(const QPoint& at) const;

  QCustomPlot* m_plot = nullptr;
  std::vector<std::pair<QCPItemText*, double>> m_names;  // with the x of their point
  QLabel* m_empty;
  ChartReadout* m_readout = nullptr;
  std::vector<Point> m_points;
  std::vector<size_t> m_front;
  QString m_x_key, m_y_key, m_highlighted;
  bool m_log_x = false;
  QPoint m_pressed;
};

}  // namespace paretune
