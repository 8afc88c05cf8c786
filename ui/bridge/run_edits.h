// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <functional>
#include <memory>

#include "training/api/engine.h"

namespace paretune {

// What a person changes on runs: name, note, tags. Written in the background, one after another in the order in which they were made; what
// was asked for is written even when this object has gone.
class RunEdits : public QObject {
  Q_OBJECT
 public:
  enum What { kName, kNote, kTags };
  explicit RunEdits(std::shared_ptr<Engine> engine, QObject* parent = nullptr);

  using Change = std::function<Status(Engine& engine)>;
  void add(const QString& id, What what, Change change);
  void rename(const QString& id, const QString& name);
  void setNote(const QString& id, const QString& note);
  void tag(const QString& id, const QString& tag, bool on);

 Q_SIGNALS:
  // `stored`: the change was written; else message() says why, and the store has what it had.
  void written(const QString& id, int what, bool stored);
  void message(int severity, const QString& text);

 private:
  struct Line;
  std::shared_ptr<Line> m_line;
};

}  // namespace paretune
