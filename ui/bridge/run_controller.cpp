// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_controller.h"

#include <algorithm>
#include <map>

#include "training/api/run_queue.h"
#include "ui/bridge/background.h"
#include "ui/language.h"

namespace paretune {
namespace {

using Marks = std::vector<std::pair<int64_t, QString>>;

// Of a long run the first of every phase and the newest hundreds stay.
void addMark(Marks& marks, int64_t wall_ms, const QString& phase) {
  constexpr Marks::size_type kMost = 400;
  marks.emplace_back(wall_ms, phase);
  if (marks.size() <= kMost) return;
  Marks kept;
  QSet<QString> named;
  for (Marks::size_type i = 0; i < marks.size(); ++i) {
    if (named.contains(marks[i].second) && i < kMost / 2) continue;
    named.insert(marks[i].second);
    kept.push_back(std::move(marks[i]));
  }
  marks = std::move(kept);
}

}  // namespace

RunController::RunController(std::shared_ptr<Engine> engine, QObject* parent)
    : QObject(parent), m_engine(std::move(engine)), m_inbox(std::make_shared<EventInbox>()) {
  m_timer.setInterval(75);
  connect(&m_timer, &QTimer::timeout, this, &RunController::drain);
  m_timer.start();
}

void RunController::start(const RunConfig& config) {
  inBackground(
      this, [engine = m_engine, inbox = m_inbox, config] { return engine->submit(config, inbox); },
      [this](const Result<std::string>& id) { submitted(id); });
}

void RunController::resume(const QString& id) {
  m_ended.remove(id);
  inBackground(
      this, [engine = m_engine, inbox = m_inbox, id = id.toStdString()] { return engine->resume(id, inbox); },
      [this](const Result<std::string>& answer) { submitted(answer); });
}

void RunController::submitted(const Result<std::string>& id) {
  if (!id) {
    Q_EMIT message(2, language::errorText(id.error().text()));
    return;
  }
  begin(*id);
  Q_EMIT runStarted(QString::fromStdString(*id));
  Q_EMIT runsChanged();
}

void RunController::begin(const std::string& id) {
  const auto run = QString::fromStdString(id);
  const auto row = m_engine->run(id);
  if (!m_ended.contains(run) && row && (row->state == "queued" || row->state == "running")) {
    auto& state = m_live[run];
    if (state.phase.isEmpty()) state.phase = "queued";
  }
}

void RunController::takeOver(bool unasked) {
  inBackground(
      this, [engine = m_engine, inbox = m_inbox, unasked] { return engine->queue().take_over(inbox, unasked); },
      [this, unasked](const Result<std::vector<std::string>>& ids) {
        if (!ids) {
          Q_EMIT message(2, language::errorText(ids.error().text()));
          return;
        }
        QStringList taken;
        for (const auto& id : *ids) {
          begin(id);
          taken << QString::fromStdString(id);
        }
        Q_EMIT queueTakenOver(taken, unasked);
        Q_EMIT runsChanged();
      });
}

// Ends a waiting run in the database, which may be busy.
void RunController::stop(const QString& id) {
  inBackground(this, [engine = m_engine, id = id.toStdString()] { engine->stop(id); }, [] {});
}
void RunController::saveNow(const QString& id) { m_engine->save_now(id.toStdString()); }
void RunController::sampleNow(const QString& id) { m_engine->sample_now(id.toStdString()); }
void RunController::stopAll() {
  Q_EMIT stoppingAll();
  for (const auto& id : liveRuns()) stop(id);
}

const LiveState* RunController::live(const QString& id) const {
  const auto it = m_live.constFind(id);
  return it == m_live.constEnd() ? nullptr : &it.value();
}

void RunController::note(const QString& id, const RunEvent& event) {
  auto& state = m_live[id];
  state.left.note(event);
  if (const auto* phase = std::get_if<RunPhase>(&event.body)) {
    const auto name = QString::fromStdString(phase->name);
    if (name != state.phase) addMark(m_marks[id], event.wall_ms, name);
    state.phase = name;
    state.fraction = phase->fraction;
  }
}

void RunController::drain() {
  auto batch = m_inbox->take();
  if (batch.empty()) return;
  std::map<QString, std::vector<RunEvent>> by_run;
  for (auto& [id, event] : batch) by_run[QString::fromStdString(id)].push_back(std::move(event));
  bool changed = false;
  for (auto& [id, events] : by_run) {
    changed |= !m_live.contains(id);
    QString ended;
    for (const auto& event : events) {
      note(id, event);
      if (const auto* finished = std::get_if<RunFinished>(&event.body)) ended = finished->why == "stopped" ? "stopped" : "finished";
      if (std::holds_alternative<RunFailed>(event.body)) ended = "failed";
    }
    Q_EMIT eventsArrived(id, events);
    if (!ended.isEmpty()) {
      m_live.remove(id);
      m_ended.insert(id);
      Q_EMIT runEnded(id, ended);
      changed = true;
    }
  }
  if (changed) Q_EMIT runsChanged();
}

}  // namespace paretune
