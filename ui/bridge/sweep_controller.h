// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>
#include <memory>

#include "training/api/sweep.h"

namespace paretune {

class RunController;

// Starts, stops and watches sweeps; their runs are the run controller's like any others. Every signal comes on the GUI thread.
class SweepController : public QObject {
  Q_OBJECT
 public:
  SweepController(std::shared_ptr<Engine> engine, RunController* runs, QObject* parent = nullptr);

  // Both answer later: started(id) or message(2, why).
  void start(const SweepPlan& plan);
  void resume(const QString& id, bool retry_failed = false);
  void stop(const QString& id);  // finished runs stay; ended(id) follows
  void stopAll();

  bool isLive(const QString& id) const { return m_live.contains(id); }
  QStringList live() const { return m_live.values(); }

 Q_SIGNALS:
  void started(const QString& id);
  void stateArrived(const paretune::SweepState& state);  // of a live one: about once a second, soon after each run, and once it has ended
  void ended(const QString& id, const QString& state);
  void message(int severity, const QString& text);

 private:
  void answered(const Result<std::string>& id);
  void look();

  std::shared_ptr<Engine> m_engine;
  RunController* m_runs;
  QSet<QString> m_live;
  QTimer m_timer;
  bool m_looking = false, m_again = false;
};

}  // namespace paretune
