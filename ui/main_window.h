// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMainWindow>
#include <functional>
#include <memory>

#include "training/api/engine.h"
#include "ui/studio.h"
#include "ui/theme.h"

class QAction;
class QButtonGroup;
class QMenu;
class QSettings;
class QStackedWidget;
class QToolButton;

namespace paretune {

class CommandPalette;
class ComparePage;
class DoctorPage;
class MessageBar;
class PlaygroundPage;
class Recent;
class RunController;
class RunTable;
class RunsPage;
class Selection;
class SetupPage;
class SweepController;
class Tour;
class TournamentPage;

// Navigation between the pages and the actions of the window; what a page does is the page's own.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  enum Page { kSetup, kTournament, kRuns, kCompare, kPlayground, kDoctor, kPageCount };
  MainWindow(std::shared_ptr<Engine> engine, const StudioOptions& options);
  ~MainWindow() override;

  void goTo(int page);
  int page() const;
  void setScheme(theme::Scheme scheme);
  // Empty = the platform's. Takes a new window: at once, or at the next start while runs are going on.
  void setLanguage(const QString& code);
  bool restartWanted() const { return m_restart; }
  Json setupFile() const;  // what stands on the setup page, for StudioOptions::setup
  void saveLayout();
  void showTour();
  Tour* tour() const { return m_tour; }
  SetupPage* setupPage() const { return m_setup; }
  TournamentPage* tournamentPage() const { return m_tournament; }
  RunsPage* runsPage() const { return m_runs; }
  ComparePage* comparePage() const { return m_compare; }
  MessageBar* messageBar() const { return m_bar; }
  RunController* controller() const { return m_controller; }
  SweepController* sweeps() const { return m_sweeps; }
  Selection* selection() const { return m_selection; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildRail();
  void buildActions();
  QAction* addAction(const char* name, const QString& text, const QKeySequence& keys, std::function<void()> slot);
  void buildMenu(QToolButton* button);
  void fillRecent();
  void refreshUndo();
  void take(const QString& path);
  void connectPages();
  void connectTournament();
  void back();
  void restyle();
  void updateBadge();
  void restoreLayout();
  void welcome(const StudioOptions& options);
  void queueTakenOver(const QStringList& ids, bool unasked);
  void offerWhatIsLeft();
  void exportRun(const QString& id);
  void runEnded(const QString& id, const QString& state);
  bool isWorking() const;  // a run or a tournament is under way
  void closeWhenIdle();

  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<QSettings> m_settings;  // in the studio's folder, not the user's global configuration
  RunController* m_controller;
  SweepController* m_sweeps;
  Selection* m_selection;
  RunTable* m_table;
  QWidget* m_rail;
  QButtonGroup* m_buttons = nullptr;
  QToolButton* m_menu = nullptr;
  QStackedWidget* m_stack;
  Recent* m_recent;
  QAction *m_undo = nullptr, *m_redo = nullptr;
  QMenu *m_recent_models = nullptr, *m_recent_data = nullptr;
  Tour* m_tour = nullptr;
  MessageBar* m_bar;
  SetupPage* m_setup;
  TournamentPage* m_tournament;
  RunsPage* m_runs;
  ComparePage* m_compare;
  PlaygroundPage* m_playground;
  DoctorPage* m_doctor;
  CommandPalette* m_palette = nullptr;
  QList<int> m_history;
  bool m_asked_to_close = false, m_closing = false, m_going_back = false, m_restart = false;
};

}  // namespace paretune
