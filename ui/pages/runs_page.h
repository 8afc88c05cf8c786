// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <memory>

#include "training/api/engine.h"

class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QLabel;
class QPushButton;

namespace paretune {

class RunController;
class RunTable;
class RunView;
class Selection;

// The list of runs on the left, the chosen one on the right.
class RunsPage : public QWidget {
  Q_OBJECT
 public:
  RunsPage(std::shared_ptr<Engine> engine, RunController* controller, Selection* selection, RunTable* table, QWidget* parent = nullptr);
  void showRun(const QString& id);
  RunView* view() const { return m_view; }
  QByteArray layoutState() const;
  void setLayoutState(const QByteArray& state);
  void keepEdits();  // of the shown run
  bool cancel();  // Esc: true when something was open and is now closed

 Q_SIGNALS:
  void exportRequested(const QString& id);
  void tryInPlayground(const QString& id);
  void sameBut(const paretune::RunConfig& config);
  void message(int severity, const QString& text);
  void setupRequested();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow();  // list and view to the selection

  RunController* m_controller;
  Selection* m_selection;
  RunTable* m_table;
  QSortFilterProxyModel* m_proxy;
  QListView* m_list;
  QLineEdit* m_filter;
  QSplitter* m_splitter;
  QStackedWidget* m_stack;
  QWidget* m_empty;
  QLabel* m_no_match;
  QPushButton* m_stop_all;
  RunView* m_view;
};

}  // namespace paretune
