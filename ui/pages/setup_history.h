// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Undo and redo of what is set up. A state is the page's run file; keystrokes in one field are one step.
#include <QObject>
#include <QPointer>
#include <QWidget>

#include "training/api/schema.h"

class QUndoStack;

namespace paretune {

class SetupHistory : public QObject {
  Q_OBJECT
 public:
  explicit SetupHistory(QObject* parent = nullptr);
  ~SetupHistory() override;
  QUndoStack* stack() const { return m_stack; }
  // A new beginning: nothing to take back.
  void start(const Json& state);
  // Something may have changed; `field` is the text field it was typed into, or null.
  void note(const Json& state, QWidget* field);
  // What differs, in words: "learning_rate", "method", "several settings".
  static QString difference(const Json& before, const Json& after);

 Q_SIGNALS:
  void restored(const paretune::Json& state);

 private:
  friend class SetupChange;
  void restore(const Json& state);
  QUndoStack* m_stack;
  Json m_state;
  bool m_restoring = false;
};

}  // namespace paretune
