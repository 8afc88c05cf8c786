// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <memory>
#include <vector>

#include "training/api/engine.h"
#include "training/api/time_left.h"
#include "ui/bridge/event_inbox.h"

namespace paretune {

// What a live run has said that the store does not keep: the phase it is in and how far it came.
struct LiveState {
  QString phase;
  double fraction = -1;
  TimeLeft left;
};

// Starts, stops and listens to runs; every signal comes on the GUI thread.
class RunController : public QObject {
  Q_OBJECT
 public:
  explicit RunController(std::shared_ptr<Engine> engine, QObject* parent = nullptr);

  // Submitting may load a model, so both answer later: runStarted(id) or message(2, why).
  void start(const RunConfig& config);
  void resume(const QString& id);
  void stop(const QString& id);
  void saveNow(const QString& id);
  void sampleNow(const QString& id);
  void stopAll();
  // Takes up what other sittings left waiting or broken off; queueTakenOver(ids) or message(2, why) follows. `unasked`: without what
  // broke off twice at one place.
  void takeOver(bool unasked);
  // Where runs that others submit (a sweep's) report to.
  std::shared_ptr<RunSink> sink() const { return m_inbox; }

  bool isLive(const QString& id) const { return m_live.contains(id); }
  QStringList liveRuns() const { return m_live.keys(); }
  const LiveState* live(const QString& id) const;
  // When each phase of a run began, as far as this session saw it; stays after the end.
  std::vector<std::pair<int64_t, QString>> phaseMarks(const QString& id) const { return m_marks.value(id); }

 Q_SIGNALS:
  void runStarted(const QString& id);
  void eventsArrived(const QString& id, const std::vector<paretune::RunEvent>& events);
  void runEnded(const QString& id, const QString& state);
  void stoppingAll();  // before the runs are told to stop
  void queueTakenOver(const QStringList& ids, bool unasked);
  void runsChanged();  // a row was added or changed its state
  void message(int severity, const QString& text);

 private:
  void submitted(const Result<std::string>& id);
  void begin(const std::string& id);
  void drain();
  void note(const QString& id, const RunEvent& event);

  std::shared_ptr<Engine> m_engine;
  std::shared_ptr<EventInbox> m_inbox;
  QHash<QString, LiveState> m_live;
  QHash<QString, std::vector<std::pair<int64_t, QString>>> m_marks;
  QSet<QString> m_ended;  // an answer to start() may come after the run's last event
  QTimer m_timer;
};

}  // namespace paretune
