// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a tournament will do before it starts: how many runs, how long, how much memory, what is left out; and Start.
#include <optional>

#include "training/api/sweep.h"
#include "ui/widgets/card.h"

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace paretune {

class TournamentPlanPane : public Card {
  Q_OBJECT
 public:
  explicit TournamentPlanPane(QWidget* parent = nullptr);
  void setPlan(const SweepPlan& plan, const QString& note = {});
  void setWorking(const QString& what);  // the figures stay, but Start waits for the new ones
  void setMissing(const QStringList& missing);
  void setError(const QString& text);
  const std::optional<SweepPlan>& plan() const { return m_plan; }  // what Start would start
  QString name() const;  // a person's, else the default
  void setDefaultName(const QString& name);
  QPushButton* startButton() const { return m_start; }

 private:
  void clear();
  void addLeftOut(const SweepItem& item);
  void setStart(const QString& text, bool on);
  std::optional<SweepPlan> m_plan;
  QLabel *m_time, *m_runs, *m_tokens, *m_memory, *m_story, *m_left_out_title;
  QWidget *m_figures, *m_left_out;
  QVBoxLayout* m_left_out_rows;
  QLineEdit* m_name;
  QPushButton* m_start;
};

}  // namespace paretune
