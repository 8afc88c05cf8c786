// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QMainWindow>
#include <memory>

#include "training/api/engine.h"
#include "ui/pages/run_curve.h"

class QCheckBox;
class QComboBox;
class QDockWidget;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QTimer;
class QToolButton;

namespace paretune {

class ChartView;
class ElidedLabel;
class ParetoChart;
class RunController;
class RunTable;
class SampleCompare;
class Selection;
class SettingsTable;

// Many runs beside each other: table with check boxes, curves laid over each other, the Pareto scatter, differing settings.
class ComparePage : public QMainWindow {
  Q_OBJECT
 public:
  ComparePage(std::shared_ptr<Engine> engine, RunController* controller, Selection* selection, RunTable* table, QWidget* parent = nullptr);

  void restoreLayout(const QByteArray& state);
  QString markdown() const;  // the table as it stands
  QString csv() const;

 Q_SIGNALS:
  void message(int severity, const QString& text);
  void setupRequested();
  void runActivated(const QString& id);  // double-click or Enter on a run

 protected:
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void restyle();
  QDockWidget* addDock(Qt::DockWidgetArea area, const QString& title, const char* name, QWidget* content);
  void arrangeDocks();
  void nameDocksOnce();
  void buildTable();
  void buildOverlay();
  void buildScatter();
  void buildSettings();
  void buildSamples();
  void checkFirstRuns();
  void refreshKeys();
  void loadCurves();
  void fillCurves();
  void fillScatter();
  void fillSettings();
  void showWhetherAny();
  void loadSamples();
  void highlight();
  void pickStyle(const QString& id);
  QList<int> shownColumns() const;
  QList<int> checkedRows() const;  // of the table as it is sorted

  std::shared_ptr<Engine> m_engine;
  RunController* m_controller;
  Selection* m_selection;
  RunTable* m_table;
  QSortFilterProxyModel* m_proxy;
  QTableView *m_view, *m_settings_view, *m_sample_view;
  QStackedWidget* m_runs;     // the table, or what to do while there is no run
  QList<QWidget*> m_actions;  // that need runs
  ElidedLabel* m_hint;
  QLabel *m_same, *m_no_samples;
  QLineEdit* m_filter;
  SampleCompare* m_samples;
  ChartView* m_overlay;
  QComboBox *m_metric, *m_by, *m_x, *m_y;
  QCheckBox* m_published;
  ParetoChart* m_scatter;
  SettingsTable* m_settings;
  QTimer* m_timer;  // live runs: curves are read again at most this often
  QHash<QString, RunCurve> m_curves;
  QToolButton* m_more = nullptr;
  int m_loading = 0, m_loading_samples = 0;
  bool m_started = false, m_sized = false, m_naming = false;
};

}  // namespace paretune
