// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tournament_methods.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "training/api/sweep.h"
#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/calm_combo.h"
#include "ui/widgets/flow_layout.h"

namespace paretune {

TournamentMethods::TournamentMethods(const std::vector<MethodInfo>& methods, QWidget* parent)
    : QWidget(parent), m_methods(methods), m_boxes(new FlowLayout(nullptr, 8)), m_more(new CalmCombo), m_count(new QLabel) {
  auto* useful = new QPushButton(tr("The ten useful ones"));
  useful->setObjectName("usefulMethods");
  useful->setToolTip(tr("Methods that are worth trying first, each with settings that others found good"));
  auto* none = new QPushButton(tr("None"));
  none->setObjectName("noMethods");
  none->setAccessibleName(tr("Choose no method"));
  m_more->setObjectName("moreMethods");
  m_more->setAccessibleName(tr("Add another method"));
  m_more->setToolTip(tr("Any method. The one that is chosen under Setup takes part with its settings there, the others with their defaults."));
  m_more->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_more->setMinimumContentsLength(18);
  m_count->setObjectName("methodCount");
  theme::markMuted(m_count);
  auto* choices = new QWidget;
  auto* row = new QHBoxLayout(choices);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(useful);
  row->addWidget(none);
  auto* head = new FlowLayout(nullptr, 8, FlowLayout::Last::at_the_right);
  head->addWidget(m_count);
  head->addWidget(choices);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addLayout(head);
  column->addLayout(m_boxes);
  column->addWidget(m_more);

  for (const Json& each : useful_methods()) {
    const std::string type = each.at("peft_type");
    const auto found = std::find_if(m_methods.begin(), m_methods.end(), [&](const MethodInfo& info) { return info.peft_type == type; });
    add(QString::fromStdString(each.at("label")), each, true, found == m_methods.end() ? QString() : language::engineText(found->summary));
  }
  m_more->addItem(tr("Add another method…"));
  std::sort(m_methods.begin(), m_methods.end(), [](const MethodInfo& a, const MethodInfo& b) { return a.title < b.title; });
  for (const MethodInfo& info : m_methods) m_more->addItem(QString::fromStdString(info.title), QString::fromStdString(info.peft_type));
  connect(m_more, &QComboBox::activated, this, &TournamentMethods::addFromList);
  connect(useful, &QPushButton::clicked, this, [this] { setAll(true, false); });
  connect(none, &QPushButton::clicked, this, [this] { setAll(false, false); });
  note();
}

void TournamentMethods::add(const QString& title, const Json& value, bool useful, const QString& about) {
  auto* box = new QCheckBox(QString(title).replace('&', "&&"));
  box->setObjectName("method:" + title);
  box->setAccessibleName(title);
  box->setToolTip(about);
  box->setChecked(true);
  m_boxes->addWidget(box);
  m_entries.push_back({box, value, useful});
  int widest = 0;
  for (const Entry& entry : m_entries) widest = std::max(widest, entry.box->sizeHint().width());
  for (const Entry& entry : m_entries) entry.box->setMinimumWidth(widest);  // so that they stand in columns
  connect(box, &QCheckBox::toggled, this, &TournamentMethods::note);
}

void TournamentMethods::addFromList(int index) {
  if (index < 1) return;
  const MethodInfo& info = m_methods[std::size_t(index - 1)];
  m_more->setCurrentIndex(0);
  for (const Entry& entry : m_entries)
    if (entry.value == Json(info.peft_type)) return entry.box->setChecked(true);
  // A method that is added has its PEFT name, so that it is told from a useful one with settings of its own.
  add(QString::fromStdString(info.peft_type), info.peft_type, false, language::engineText(info.summary));
  note();
}

void TournamentMethods::setAll(bool useful_on, bool others_on) {
  for (const Entry& entry : m_entries) {
    const QSignalBlocker quiet(entry.box);
    entry.box->setChecked(entry.useful ? useful_on : others_on);
  }
  note();
}

void TournamentMethods::note() {
  const int all = count();
  m_count->setText(all == 1 ? tr("1 method") : tr("%1 methods").arg(all));
  emit changed();
}

int TournamentMethods::count() const {
  return int(std::count_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.box->isChecked(); }));
}

Json TournamentMethods::chosen() const {
  Json out = Json::array();
  for (const Entry& entry : m_entries)
    if (entry.box->isChecked()) out.push_back(entry.value);
  return out;
}

}  // namespace paretune
