// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup_history.h"

#include <QUndoStack>

namespace paretune {

class SetupChange : public QUndoCommand {
 public:
  SetupChange(SetupHistory* history, Json before, Json after, QWidget* field)
      : m_history(history), m_before(std::move(before)), m_after(std::move(after)), m_field(field) {
    setText(SetupHistory::difference(m_before, m_after));
  }
  int id() const override { return m_field ? 1 : -1; }
  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = static_cast<const SetupChange*>(other);
    if (next->m_field != m_field || next->text() != text()) return false;
    m_after = next->m_after;
    setObsolete(m_before == m_after);
    return true;
  }
  void undo() override { m_history->restore(m_before); }
  void redo() override {
    if (std::exchange(m_done, true)) m_history->restore(m_after);  // pushing it changes nothing: the person has
  }

 private:
  SetupHistory* m_history;
  Json m_before, m_after;
  QPointer<QWidget> m_field;
  bool m_done = false;
};

SetupHistory::SetupHistory(QObject* parent) : QObject(parent), m_stack(new QUndoStack(this)) { m_stack->setUndoLimit(200); }

// A stack that goes is cleared and would say so, to a window of which only a QWidget is left by then.
SetupHistory::~SetupHistory() { m_stack->blockSignals(true); }

void SetupHistory::start(const Json& state) {
  m_stack->clear();
  m_state = state;
}

void SetupHistory::note(const Json& state, QWidget* field) {
  if (m_restoring) m_state = state;
  if (state == m_state) return;
  const Json before = std::exchange(m_state, state);
  m_stack->push(new SetupChange(this, before, state, field));
}

void SetupHistory::restore(const Json& state) {
  m_state = state;
  m_restoring = true;
  Q_EMIT restored(state);
  m_restoring = false;
}

QString SetupHistory::difference(const Json& before, const Json& after) {
  QStringList keys;  // "peft/r"
  for (const Json& change : Json::diff(before, after)) {
    const QString path = QString::fromStdString(change["path"].get<std::string>()).section('/', 1, 2);
    if (!keys.contains(path)) keys << path;
  }
  if (keys.contains("peft/peft_type")) return tr("method");
  QStringList sections;
  for (const QString& key : keys) {
    const QString section = key.section('/', 0, 0);
    if (!sections.contains(section)) sections << section;
  }
  if (sections.size() == 1) {
    if (sections[0] == "name") return tr("name");
    if (sections[0] == "model") return tr("base model");
    if (sections[0] == "quantization") return tr("frozen weights");
    if (sections[0] == "init_adapter") return tr("adapter to start from");
    if (sections[0] == "sample_prompts") return tr("sample prompts");
  }
  if (keys.size() == 1) return keys[0] == "data/path" ? tr("data file") : keys[0].section('/', -1);
  return tr("several settings");
}

}  // namespace paretune
