// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/sweep_controller.h"

#include <vector>

#include "ui/bridge/background.h"
#include "ui/bridge/run_controller.h"
#include "ui/language.h"

namespace paretune {

SweepController::SweepController(std::shared_ptr<Engine> engine, RunController* runs, QObject* parent)
    : QObject(parent), m_engine(std::move(engine)), m_runs(runs) {
  m_timer.setInterval(1000);
  connect(&m_timer, &QTimer::timeout, this, &SweepController::look);
  connect(runs, &RunController::runEnded, this, &SweepController::look);
  connect(runs, &RunController::stoppingAll, this, &SweepController::stopAll);
}

void SweepController::start(const SweepPlan& plan) {
  inBackground(
      this, [engine = m_engine, sink = m_runs->sink(), plan] { return engine->sweeps().start(plan, sink); },
      [this](const Result<std::string>& id) { answered(id); });
}

void SweepController::resume(const QString& id, bool retry_failed) {
  inBackground(
      this, [engine = m_engine, sink = m_runs->sink(), id = id.toStdString(), retry_failed] { return engine->sweeps().resume(id, sink, retry_failed); },
      [this](const Result<std::string>& answer) { answered(answer); });
}

void SweepController::answered(const Result<std::string>& id) {
  if (!id) {
    Q_EMIT message(2, language::errorText(id.error().text()));
    return;
  }
  m_live.insert(QString::fromStdString(*id));
  m_timer.start();
  Q_EMIT started(QString::fromStdString(*id));
  look();
}

void SweepController::stop(const QString& id) {
  inBackground(this, [engine = m_engine, id = id.toStdString()] { engine->sweeps().stop(id); }, [this] { look(); });
}

void SweepController::stopAll() {
  for (const QString& id : live()) stop(id);
}

// One reading at a time; the newest question follows.
void SweepController::look() {
  if (m_live.isEmpty()) return m_timer.stop();
  if (m_looking) {
    m_again = true;
    return;
  }
  m_looking = true;
  inBackground(
      this,
      [engine = m_engine, ids = live()] {
        std::vector<SweepState> states;
        for (const QString& id : ids)
          if (auto state = engine->sweeps().get(id.toStdString())) states.push_back(std::move(state).value());
        return states;
      },
      [this](const std::vector<SweepState>& states) {
        m_looking = false;
        for (const SweepState& state : states) {
          const QString id = QString::fromStdString(state.id);
          const bool over = state.state != "running" && m_live.remove(id);
          Q_EMIT stateArrived(state);
          if (over) Q_EMIT ended(id, QString::fromStdString(state.state));
        }
        if (std::exchange(m_again, false)) look();
      });
}

}  // namespace paretune
