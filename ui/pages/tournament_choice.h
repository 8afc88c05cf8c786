// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a tournament tries: methods, seeds, the budget of a run, and whether learning rates are searched.
#include <QStringList>

#include "training/api/sweep.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace paretune {

class TournamentMethods;

class TournamentChoice : public Card {
  Q_OBJECT
 public:
  explicit TournamentChoice(const std::vector<MethodInfo>& methods, QWidget* parent = nullptr);
  Json value() const;          // "tournament" of a sweep file
  QStringList missing() const;
  int methodCount() const;
  // Takes fewer seeds when all runs together would take too long, until a person has chosen their number. True when it did.
  bool shorten(const SweepPlan& plan);

 signals:
  void changed();

 private:
  TournamentMethods* m_methods;
  QSpinBox *m_seeds, *m_tokens, *m_seconds;
  QComboBox* m_budget;
  QDoubleSpinBox* m_memory;
  QCheckBox* m_search;
  bool m_seeds_chosen = false;
};

}  // namespace paretune
