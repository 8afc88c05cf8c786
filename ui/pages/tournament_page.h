// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Tournaments: a new one on what stands on the setup page, planned as it is put together, and those under way and of the past.
#include <QHash>
#include <QWidget>
#include <memory>
#include <stop_token>

#include "training/api/sweep.h"

class QLabel;
class QListWidget;
class QListWidgetItem;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace paretune {

class SetupPage;
class SweepController;
class TournamentChoice;
class TournamentPlanPane;
class TournamentView;

class TournamentPage : public QWidget {
  Q_OBJECT
 public:
  TournamentPage(std::shared_ptr<Engine> engine, SweepController* sweeps, SetupPage* setup, QWidget* parent = nullptr);
  ~TournamentPage() override;
  void showNew();
  void showTournament(const QString& id);
  QString shown() const { return m_shown; }  // id, empty = the new one
  TournamentView* view() const { return m_view; }

 public slots:
  void start();  // what the Start button does

 signals:
  void setupRequested();
  void exportRequested(const QString& run);
  void sameBut(const paretune::RunConfig& config);
  void compareRequested(const QStringList& runs);
  void runActivated(const QString& run);
  void message(int severity, const QString& text);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* buildList();
  QWidget* buildForm();
  void schedule();
  void plan();
  void planned(const Result<SweepPlan>& plan);
  void refresh();
  void take(const SweepState& state);
  void fillItem(QListWidgetItem* item, const SweepState& state) const;
  QListWidgetItem* itemOf(const QString& id) const;
  void useSettings(const QString& run);

  std::shared_ptr<Engine> m_engine;
  SweepController* m_sweeps;
  SetupPage* m_setup;
  QTimer* m_wait;
  std::stop_source m_stop;  // of the planning under way
  int m_round = 0;
  QString m_shown, m_note;
  QHash<QString, SweepState> m_states;
  QWidget *m_side, *m_form;
  QListWidget* m_list;
  QPushButton* m_new;
  QStackedWidget* m_stack;
  QLabel* m_subject;
  TournamentChoice* m_choice;
  TournamentPlanPane* m_plan;
  TournamentView* m_view;
};

}  // namespace paretune
