// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Health notes of a run, each with its numbers and, where it suggests settings, a button that sets up a new run with them.
#include <QWidget>

#include "training/api/run_event.h"

class QLabel;
class QVBoxLayout;

namespace paretune {

class HealthList : public QWidget {
  Q_OBJECT
 public:
  explicit HealthList(QWidget* parent = nullptr);
  void clear(const QString& placeholder = {});
  void add(const RunNote& note);  // one already there is passed over
  QStringList lines() const { return m_lines; }
  void setPlaceholder(const QString& text);

 Q_SIGNALS:
  void applyRequested(const QStringList& assignments);

 private:
  QVBoxLayout* m_column;
  QLabel* m_placeholder;
  QStringList m_lines;
};

}  // namespace paretune
