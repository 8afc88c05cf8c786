// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>
#include <QTimer>
#include <memory>
#include <vector>

#include "ui/charts/series_buffer.h"
#include "ui/charts/value_format.h"

class QCustomPlot;
class QCPGraph;
class QCPItemText;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace paretune {

class ChartLegend;
class ChartReadout;

struct SeriesLook {
  QString key, name;
  int style = 0;        // colour and line style, see theme::seriesColor
  bool smooth = false;  // drawn raw and smoothed when the chart smooths
  bool dots = false;    // a mark at every point: for values measured now and then
};

// Lines over one x. Drag pans, wheel zooms (Ctrl+wheel when the chart has no focus), Shift+drag zooms to a rectangle,
// double-click or 0 shows all; the pointer reads every curve; a click on a name hides its curve.
class ChartView : public QFrame {
  Q_OBJECT
 public:
  struct Series {
    SeriesLook look;
    SeriesBuffer data;
    bool visible = true;
    QCPGraph *raw = nullptr, *mean = nullptr;
  };
  struct Line {
    QString name;
    double y = 0;
    int style = -1;  // -1: the quiet text colour
  };

  explicit ChartView(const QString& title, Unit unit, QWidget* parent = nullptr);
  ~ChartView() override;

  void setTitle(const QString& title);
  void setUnit(Unit unit);
  QString title() const;
  void setXAxis(const QString& name, Unit unit);
  void setEmptyText(const QString& text);  // shown while there is no point

  int addSeries(const SeriesLook& look);
  int seriesIndex(const QString& key) const;  // -1 when unknown
  int seriesCount() const { return int(m_series.size()); }
  const Series& series(int index) const { return *m_series[size_t(index)]; }
  bool append(int index, double x, double y);
  void assign(int index, const std::vector<double>& xs, const std::vector<double>& ys);
  void truncateAfter(double x);
  void clearSeries();  // removes curves, lines and marks; keeps the settings of the view
  void setSeriesVisible(int index, bool visible);
  void setHighlighted(const QString& key, bool fade_others = false);  // that curve stands out; empty: none

  void setLines(std::vector<Line> lines);                        // horizontal, named
  void setMarks(std::vector<std::pair<double, QString>> marks);  // vertical, named
  void setLogScale(bool on);
  bool logScale() const { return m_log; }
  void setSmoothing(double weight);
  double smoothing() const { return m_smoothing; }
  void showTable(bool on);
  bool isTable() const;
  void resetZoom();
  void setRectangleZoom(bool on);

  QString csv() const;
  void copyCsv() const;
  bool saveImage(const QString& path);
  QCustomPlot* plot() const { return m_plot; }
  void replotNow();  // draws at once; used for images

 Q_SIGNALS:
  void seriesClicked(const QString& key);
  void seriesHovered(const QString& key);
  void message(int severity, const QString& text);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void buildHeader();
  void schedule();
  void fitRanges();
  void fitY();
  void fillGraphs();
  void restyle();
  void layoutMarks();  // makes the items
  void placeLabels();  // keeps them inside and apart
  void updateReadout(const QPoint& at);
  void pick(const QPoint& at);
  bool handleKey(int key);
  void askSave();
  int nearestSeries(const QPoint& at) const;

  QLabel *m_title, *m_empty;
  QToolButton *m_menu, *m_table_button, *m_reset_button;
  QStackedWidget* m_stack;
  QCustomPlot* m_plot = nullptr;
  QTableView* m_table = nullptr;
  ChartLegend* m_legend;
  ChartReadout* m_readout;
  std::vector<std::unique_ptr<Series>> m_series;
  std::vector<Line> m_lines;
  std::vector<std::pair<double, QString>> m_marks;
  std::vector<std::pair<QCPItemText*, double>> m_line_labels, m_mark_labels;  // with y, with x
  QTimer m_timer;
  Unit m_unit, m_x_unit = Unit::count;
  QString m_x_name, m_highlighted;
  double m_smoothing = 0.8;
  bool m_log = false, m_x_auto = true, m_y_auto = true, m_filling = false, m_rectangle = false, m_dirty = true, m_built = false, m_fade = false;
  QPoint m_pressed;
};

}  // namespace paretune
