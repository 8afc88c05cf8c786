// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_edits.h"

#include <deque>
#include <mutex>

#include "ui/bridge/background.h"
#include "ui/language.h"

namespace paretune {

struct RunEdits::Line {
  struct Edit {
    QString id;
    What what;
    Change change;
  };
  struct Outcome {
    QString id;
    What what;
    Status status;
  };
  std::shared_ptr<Engine> engine;
  std::mutex waiting, writing;
  std::deque<Edit> edits;

  // Whichever thread comes first writes what was asked for first.
  Outcome writeNext() {
    std::lock_guard one(writing);
    Edit edit;
    {
      std::lock_guard lock(waiting);
      edit = std::move(edits.front());
      edits.pop_front();
    }
    return {edit.id, edit.what, edit.change(*engine)};
  }
};

RunEdits::RunEdits(std::shared_ptr<Engine> engine, QObject* parent) : QObject(parent), m_line(std::make_shared<Line>()) {
  m_line->engine = std::move(engine);
}

void RunEdits::add(const QString& id, What what, Change change) {
  {
    std::lock_guard lock(m_line->waiting);
    m_line->edits.push_back({id, what, std::move(change)});
  }
  inBackground(
      this, [line = m_line] { return line->writeNext(); },
      [this](const Line::Outcome& outcome) {
        if (!outcome.status) Q_EMIT message(2, language::errorText(outcome.status.error().text()));
        Q_EMIT written(outcome.id, outcome.what, outcome.status.ok());
      });
}

void RunEdits::rename(const QString& id, const QString& name) {
  add(id, kName, [id = id.toStdString(), name = name.toStdString()](Engine& engine) { return engine.rename_run(id, name); });
}
void RunEdits::setNote(const QString& id, const QString& note) {
  add(id, kNote, [id = id.toStdString(), note = note.toStdString()](Engine& engine) { return engine.set_note(id, note); });
}
void RunEdits::tag(const QString& id, const QString& tag, bool on) {
  add(id, kTags, [id = id.toStdString(), tag = tag.toStdString(), on](Engine& engine) { return engine.tag_run(id, tag, on); });
}

}  // namespace paretune
