// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does about runs and tournaments: which page sends what where, what an earlier sitting left, and closing while they go on.
#include <QButtonGroup>
#include <QCloseEvent>
#include <QSettings>
#include <QToolButton>

#include "training/api/run_queue.h"
#include "ui/bridge/background.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/bridge/sweep_controller.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/models/run_table.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/doctor_page.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/tournament_page.h"
#include "ui/widgets/message_bar.h"

namespace paretune {

void MainWindow::welcome(const StudioOptions& options) {
  inBackground(
      this, [engine = m_engine] { return engine->runs(); },
      [this, demo = options.demo, tour = options.tour, given = !options.setup.is_null()](const std::vector<RunRow>& runs) {
        if (demo || (runs.empty() && !given)) m_setup->useDemo();
        if (tour && runs.empty() && !m_settings->value("tour/seen").toBool()) showTour();
      });
  if (options.other != 0) {
    m_bar->showMessage(1, tr("Paretune is open on this folder already (process %1). Both windows can be used; each trains what was started in it.")
                              .arg(options.other));
    return;
  }
  m_controller->takeOver(true);  // the queue outlives the program and goes on by itself
}

void MainWindow::queueTakenOver(const QStringList& ids, bool unasked) {
  if (!unasked) {
    if (ids.isEmpty()) return;
    m_runs->showRun(ids.first());
    return goTo(kRuns);
  }
  if (!ids.isEmpty()) {
    m_bar->offer(ids.size() == 1 ? tr("A run that was left goes on.") : tr("%1 runs that were left go on.").arg(ids.size()), tr("Stop"), [this, ids] {
      for (const QString& id : ids) m_controller->stop(id);
    });
  }
  offerWhatIsLeft();
}

// Runs that broke off and are not taken up unasked, and tournaments whose program ended: each can be taken up again by one press.
void MainWindow::offerWhatIsLeft() {
  struct Left {
    int waiting = 0, broken_off = 0;
    std::vector<SweepState> sweeps;
  };
  inBackground(
      this,
      [engine = m_engine] {
        Left left;
        for (const auto& row : engine->queue().left_behind()) ++(row.state == "interrupted" ? left.broken_off : left.waiting);
        for (auto& state : engine->sweeps().list())
          if (state.state == "interrupted") left.sweeps.push_back(std::move(state));
        return left;
      },
      [this](const Left& left) {
        QStringList parts;
        if (left.broken_off > 0) parts << (left.broken_off == 1 ? tr("A run was broken off.") : tr("%1 runs were broken off.").arg(left.broken_off));
        if (left.waiting > 0) parts << (left.waiting == 1 ? tr("A run still waits for its turn.") : tr("%1 runs still wait for their turn.").arg(left.waiting));
        if (!parts.isEmpty()) m_bar->offer(parts.join(' '), tr("Go on"), [this] { m_controller->takeOver(false); });
        for (const auto& sweep : left.sweeps) {
          const QString id = QString::fromStdString(sweep.id);
          m_bar->offer(tr("The tournament %1 was broken off after %2 of %3 runs.").arg(QString::fromStdString(sweep.name)).arg(sweep.done).arg(sweep.total),
                       tr("Go on"), [this, id] { m_sweeps->resume(id); });
        }
      });
}

void MainWindow::connectPages() {
  auto show = [this](int severity, const QString& text) { m_bar->showMessage(severity, text); };
  connect(m_setup, &SetupPage::message, this, show);
  connect(m_runs, &RunsPage::message, this, show);
  connect(m_compare, &ComparePage::message, this, show);
  connect(m_playground, &PlaygroundPage::message, this, show);
  connect(m_doctor, &DoctorPage::message, this, show);
  connect(m_controller, &RunController::message, this, show);

  connect(m_setup, &SetupPage::startRequested, m_controller, &RunController::start);
  connect(m_controller, &RunController::runStarted, this, [this](const QString& id) {
    m_selection->setChecked(id, true);
    m_runs->showRun(id);
    goTo(kRuns);
  });
  connect(m_controller, &RunController::runEnded, this, &MainWindow::runEnded);
  connect(m_controller, &RunController::queueTakenOver, this, &MainWindow::queueTakenOver);
  connect(m_controller, &RunController::runsChanged, this, &MainWindow::updateBadge);
  connect(m_compare, &ComparePage::setupRequested, this, [this] { goTo(kSetup); });
  connect(m_runs, &RunsPage::setupRequested, this, [this] { goTo(kSetup); });
  connect(m_runs, &RunsPage::sameBut, this, [this](const RunConfig& config) {
    m_setup->setConfig(config);
    goTo(kSetup);
  });
  connect(m_runs, &RunsPage::tryInPlayground, this, [this](const QString& id) {
    const auto row = m_engine->run(id.toStdString());
    m_playground->setModelAndAdapter(row ? QString::fromStdString(row->model) : QString(), id);
    goTo(kPlayground);
  });
  connect(m_runs, &RunsPage::exportRequested, this, [this](const QString& id) { exportRun(id); });
  connect(m_compare, &ComparePage::runActivated, this, [this](const QString& id) {
    m_runs->showRun(id);
    goTo(kRuns);
  });
}

void MainWindow::connectTournament() {
  connect(m_setup, &SetupPage::tournamentRequested, this, [this] {
    m_tournament->showNew();
    goTo(kTournament);
  });
  connect(m_tournament, &TournamentPage::message, m_bar, &MessageBar::showMessage);
  connect(m_tournament, &TournamentPage::setupRequested, this, [this] { goTo(kSetup); });
  connect(m_tournament, &TournamentPage::exportRequested, this, &MainWindow::exportRun);
  connect(m_tournament, &TournamentPage::sameBut, this, [this](const RunConfig& config) {
    m_setup->setConfig(config);
    goTo(kSetup);
  });
  connect(m_tournament, &TournamentPage::compareRequested, this, [this](const QStringList& runs) {
    m_selection->setCheckedRuns(runs);
    goTo(kCompare);
  });
  connect(m_tournament, &TournamentPage::runActivated, this, [this](const QString& id) {
    m_runs->showRun(id);
    goTo(kRuns);
  });
  connect(m_sweeps, &SweepController::started, this, [this] { goTo(kTournament); });
  connect(m_sweeps, &SweepController::ended, this, [this](const QString&, const QString& state) {
    if (m_closing) return closeWhenIdle();
    if (state == "finished") m_bar->showMessage(0, tr("The tournament is finished."));
    if (state == "stopped") m_bar->showMessage(0, tr("The tournament is stopped; Go on takes up what is missing."));
    m_table->refresh();
  });
}

void MainWindow::exportRun(const QString& id) {
  auto* dialog = new ExportDialog(m_engine, id, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::runEnded(const QString& id, const QString& state) {
  const auto row = m_engine->run(id.toStdString());
  const QString name = row && !row->name.empty() ? QString::fromStdString(row->name) : id;
  if (row && !row->sweep.empty()) {  // its tournament speaks for it
  } else if (state == "finished") {
    m_bar->showMessage(0, tr("%1 is finished.").arg(name));
  } else if (state == "stopped") {
    m_bar->showMessage(0, tr("%1 is stopped with a checkpoint; Resume goes on from there.").arg(name));
  } else if (state == "failed") {
    m_bar->showMessage(2, tr("%1 failed: %2").arg(name, row ? language::errorText(row->error) : QString()));
  }
  closeWhenIdle();
}

bool MainWindow::isWorking() const { return !m_controller->liveRuns().isEmpty() || !m_sweeps->live().isEmpty(); }

void MainWindow::closeWhenIdle() {
  if (m_closing && !isWorking()) close();
}

void MainWindow::updateBadge() {
  const auto live = m_controller->liveRuns().size();
  m_buttons->button(kRuns)->setText(live > 0 ? tr("Runs (%1)").arg(live) : tr("Runs"));
  if (!isWorking()) m_asked_to_close = false;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  saveLayout();
  if (!isWorking()) return QMainWindow::closeEvent(event);
  event->ignore();
  if (!m_asked_to_close) {
    m_asked_to_close = true;
    const auto live = m_controller->liveRuns().size();
    QString what = live <= 1 ? tr("A run is still going.") : tr("%1 runs are still going.").arg(live);
    if (!m_sweeps->live().isEmpty()) what = tr("A tournament is still going.");
    m_bar->showMessage(1, what + ' ' + tr("Close once more to stop with a checkpoint; Resume goes on from there."));
    return;
  }
  m_closing = true;
  m_bar->showMessage(0, tr("Writing the last checkpoint, then closing…"));
  m_controller->stopAll();
}

}  // namespace paretune
