// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// "What will happen": the plan in figures, its memory against the machine, what is missing, and Start.
#include <functional>
#include <optional>

#include "training/api/engine.h"
#include "ui/widgets/card.h"

class QLineEdit;
class QPushButton;

namespace paretune {

class MemoryBar;
class ToneLabel;

class PlanPane : public Card {
  Q_OBJECT
 public:
  explicit PlanPane(QWidget* parent = nullptr);
  void setPlan(const Plan& plan);
  void setWorking();
  void clearPlan(const QString& why);
  void setError(const QString& text);
  // What the run will do, in words, under the figures: made from a plan (`rows`: the data as far as it is known), or as given.
  void tell(const MethodInfo* method, const std::optional<DataPreview>& rows, const RunConfig& config, const Plan& plan);
  void setStory(const QString& text);
  // Which suggestions can be applied by a button; the others are shown as words.
  void setApplicable(std::function<bool(const QString&)> test) { m_applicable = std::move(test); }
  // While the largest pass is made for real: what is going on; empty when nothing is.
  void setMeasuring(const QString& what);
  // What keeps the run from starting; an empty list frees the button.
  void setMissing(const QStringList& missing);
  QString runName() const;
  void setRunName(const QString& name);
  QPushButton* startButton() const { return m_start; }
  QPushButton* demoButton() const { return m_demo; }

 signals:
  void suggestionChosen(const QString& text);
  void measureClicked();  // to begin, or to stop what goes on
  void nameChanged();
  void compareClicked();

 private:
  void refreshButton();
  void addSuggestion(const std::string& text, int& number);
  std::optional<Plan> m_plan;
  QStringList m_missing;
  std::function<bool(const QString&)> m_applicable;
  QLabel *m_steps, *m_tokens, *m_trainable, *m_time, *m_note;
  QLabel* m_time_title = nullptr;
  ToneLabel* m_memory;
  QWidget *m_figures, *m_suggestions;
  MemoryBar* m_bar;
  QLineEdit* m_name;
  QPushButton *m_start, *m_demo, *m_measure, *m_compare;
  bool m_measuring = false;
};

}  // namespace paretune
