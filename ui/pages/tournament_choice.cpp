// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tournament_choice.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/pages/tournament_methods.h"
#include "ui/widgets/calm_combo.h"

namespace paretune {
namespace {

constexpr double kLongSeconds = 2 * 3600;  // of all runs together; more is a person's decision

// Spin boxes that let the wheel scroll the page unless they have the focus.
template <class Spin>
Spin* calmSpin(const char* name, const QString& accessible) {
  struct Calm : Spin {
    void wheelEvent(QWheelEvent* event) override {
      if (this->hasFocus()) Spin::wheelEvent(event);
      else event->ignore();
    }
  };
  auto* box = new Calm;
  box->setFocusPolicy(Qt::StrongFocus);
  box->setObjectName(name);
  box->setAccessibleName(accessible);
  box->setKeyboardTracking(false);
  return box;
}

}  // namespace

TournamentChoice::TournamentChoice(const std::vector<MethodInfo>& methods, QWidget* parent)
    : Card(tr("What to try"), tr("Every method sees the same rows in the same order, so that the results tell the methods apart."), parent),
      m_methods(new TournamentMethods(methods)),
      m_seeds(calmSpin<QSpinBox>("seeds", tr("Seeds"))),
      m_tokens(calmSpin<QSpinBox>("budgetTokens", tr("Tokens a run"))),
      m_seconds(calmSpin<QSpinBox>("budgetSeconds", tr("Time a run"))),
      m_budget(new CalmCombo),
      m_memory(calmSpin<QDoubleSpinBox>("budgetMemory", tr("Memory a run may take"))),
      m_search(new QCheckBox(tr("Find each method's learning rate first"))) {
  setObjectName("tournamentChoice");
  m_seeds->setRange(1, 5);
  m_seeds->setValue(3);
  m_seeds->setToolTip(tr("How often each method trains, each time from another start. One seed cannot show whether a difference is more than chance."));
  m_budget->setObjectName("budgetKind");
  m_budget->setAccessibleName(tr("Length of a run"));
  m_budget->addItem(tr("As set up"), "setup");
  m_budget->addItem(tr("Tokens"), "tokens");
  m_budget->addItem(tr("Time"), "seconds");
  m_budget->setToolTip(tr("Every run sees equally many tokens. With a time, the slowest method takes so long and the others see as much as it does."));
  m_tokens->setRange(1, 2'000'000'000);
  m_tokens->setSingleStep(10'000);
  m_tokens->setGroupSeparatorShown(true);
  m_tokens->setValue(100'000);
  m_seconds->setRange(1, 30 * 24 * 3600);
  m_seconds->setSingleStep(60);
  m_seconds->setGroupSeparatorShown(true);
  m_seconds->setValue(300);
  m_seconds->setSuffix(tr(" seconds"));
  m_memory->setRange(0, 100'000);
  m_memory->setDecimals(1);
  m_memory->setSingleStep(0.5);
  m_memory->setSuffix(tr(" GB"));
  m_memory->setSpecialValueText(tr("What is free"));
  m_memory->setToolTip(tr("A method that needs more is left out; what would make it fit is said beside it."));
  m_search->setObjectName("searchRates");
  m_search->setAccessibleName(m_search->text());
  m_search->setChecked(true);
  m_search->setToolTip(tr("Short runs at several learning rates; the better half goes on. Methods need rates that lie far apart, so one for all is not fair."));
  auto* length = new QWidget;
  auto* lengths = new QHBoxLayout(length);
  lengths->setContentsMargins(0, 0, 0, 0);
  lengths->setSpacing(8);
  lengths->addWidget(m_budget);
  lengths->addWidget(m_tokens, 1);
  lengths->addWidget(m_seconds, 1);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(16);
  form->setVerticalSpacing(8);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setRowWrapPolicy(QFormLayout::WrapLongRows);
  form->addRow(tr("Seeds"), m_seeds);
  form->addRow(tr("Length of a run"), length);
  form->addRow(tr("Memory a run may take"), m_memory);
  for (QWidget* field : std::initializer_list<QWidget*>{m_seeds, length, m_memory}) form->labelForField(field)->setMinimumHeight(field->sizeHint().height());
  body()->addWidget(m_methods);
  body()->addSpacing(4);
  body()->addLayout(form);
  body()->addWidget(m_search);
  body()->addStretch(1);
  m_tokens->hide();
  m_seconds->hide();

  connect(m_methods, &TournamentMethods::changed, this, &TournamentChoice::changed);
  connect(m_seeds, &QSpinBox::valueChanged, this, [this] {
    m_seeds_chosen = true;
    emit changed();
  });
  connect(m_budget, &QComboBox::currentIndexChanged, this, [this] {
    m_tokens->setVisible(m_budget->currentData() == "tokens");
    m_seconds->setVisible(m_budget->currentData() == "seconds");
    emit changed();
  });
  for (QSpinBox* box : {m_tokens, m_seconds}) connect(box, &QSpinBox::valueChanged, this, &TournamentChoice::changed);
  connect(m_memory, &QDoubleSpinBox::valueChanged, this, &TournamentChoice::changed);
  connect(m_search, &QCheckBox::toggled, this, &TournamentChoice::changed);
}

Json TournamentChoice::value() const {
  Json seeds = Json::array(), budget = Json::object();
  for (int seed = 0; seed < m_seeds->value(); ++seed) seeds.push_back(seed);
  if (m_budget->currentData() == "tokens") budget["tokens"] = m_tokens->value();
  if (m_budget->currentData() == "seconds") budget["seconds"] = m_seconds->value();
  if (m_memory->value() > 0) budget["memory_bytes"] = int64_t(m_memory->value() * 1e9);
  return {{"methods", m_methods->chosen()}, {"seeds", seeds}, {"budget", budget}, {"learning_rate_search", m_search->isChecked()}};
}

QStringList TournamentChoice::missing() const {
  return m_methods->count() == 0 ? QStringList{tr("Choose a method first")} : QStringList();
}

int TournamentChoice::methodCount() const { return m_methods->count(); }

bool TournamentChoice::shorten(const SweepPlan& plan) {
  if (m_seeds_chosen || m_seeds->value() == 1 || plan.seconds <= kLongSeconds) return false;
  const QSignalBlocker quiet(m_seeds);
  m_seeds->setValue(std::max(1, int(m_seeds->value() * kLongSeconds / plan.seconds)));
  return true;
}

}  // namespace paretune
