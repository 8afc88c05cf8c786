// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One tournament under way or over: how far it is, what it recommends, the front of its methods, and their figures.
#include <QWidget>

#include "training/api/sweep.h"

class QComboBox;
class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace paretune {

class ParetoChart;
class SweepTable;
class ToneLabel;

class TournamentView : public QWidget {
  Q_OBJECT
 public:
  explicit TournamentView(QWidget* parent = nullptr);
  void setState(const SweepState& state);
  const SweepState& state() const { return m_state; }
  QString markdown() const;  // the table as it is sorted
  QString csv() const;

 signals:
  void stopRequested();
  void resumeRequested(bool retry_failed);
  void exportRequested(const QString& run);
  void settingsWanted(const QString& run);
  void compareRequested(const QStringList& runs);
  void runActivated(const QString& run);

 private:
  QWidget* buildHeader();
  QWidget* buildVerdict();
  QWidget* buildChart();
  QWidget* buildTable();
  void fillHeader();
  void fillVerdict();
  void fillChart();
  void fillFailures();
  void sortOnce();
  QString bestRun(const QString& method) const;  // its finished run of the best quality, or empty
  QString recommended() const;
  QString methodAt(const QModelIndex& index) const;

  SweepState m_state;
  SweepTable* m_table;
  QSortFilterProxyModel* m_proxy;
  QLabel *m_name, *m_progress_text, *m_sentence, *m_notes;
  ToneLabel* m_trouble;
  QProgressBar* m_progress;
  QPushButton *m_stop, *m_go_on, *m_retry, *m_export, *m_compare, *m_settings;
  QComboBox *m_x, *m_y;
  ParetoChart* m_chart;
  QTableView* m_view;
  QListWidget* m_failures;
  std::string m_sorted;  // the tournament and the quality it has been sorted by
  bool m_stopping = false;
};

}  // namespace paretune
