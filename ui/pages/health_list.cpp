// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/health_list.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/language.h"
#include "ui/theme.h"

namespace paretune {

HealthList::HealthList(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)), m_placeholder(new QLabel(this)) {
  setObjectName("healthList");
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(8);
  m_placeholder->setObjectName("healthEmpty");
  m_placeholder->setWordWrap(true);
  theme::markMuted(m_placeholder);
  m_column->addWidget(m_placeholder);
  m_column->addStretch(1);
}

void HealthList::clear(const QString& placeholder) {
  qDeleteAll(findChildren<QFrame*>(QStringLiteral("healthNote"), Qt::FindDirectChildrenOnly));
  m_lines.clear();
  setPlaceholder(placeholder);
}

void HealthList::setPlaceholder(const QString& text) {
  m_placeholder->setText(text);
  m_placeholder->setVisible(m_lines.isEmpty());
}

void HealthList::add(const RunNote& note) {
  const QString line = tr("Step %1: %2").arg(note.step).arg(language::engineText(note.text));
  if (m_lines.contains(line)) return;  // read from the store and heard live
  m_lines << line;
  m_placeholder->hide();
  auto* frame = new QFrame(this);
  frame->setObjectName("healthNote");
  theme::markCard(frame);
  auto* row = new QHBoxLayout(frame);
  row->setContentsMargins(12, 8, 12, 8);
  row->setSpacing(12);
  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  auto* text = new QLabel(line, frame);
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  words->addWidget(text);
  row->addLayout(words, 1);
  if (!note.suggestion.empty()) {
    QStringList assignments, shown;
    for (const auto& each : note.suggestion) {
      assignments << QString::fromStdString(each);
      shown << assignments.last().section('.', 1).replace('=', QLatin1String(" = "));
    }
    auto* setting = new QLabel(tr("Suggested: %1").arg(shown.join(QStringLiteral(", "))), frame);
    setting->setWordWrap(true);
    theme::markMuted(setting);
    words->addWidget(setting);
    auto* apply = new QPushButton(tr("Apply to a new run"), frame);
    apply->setObjectName("applyToNewRun");
    apply->setAccessibleName(tr("Apply to a new run: %1").arg(shown.join(QStringLiteral(", "))));
    apply->setToolTip(tr("Opens Setup with this run's settings and these changes"));
    connect(apply, &QPushButton::clicked, this, [this, assignments] { Q_EMIT applyRequested(assignments); });
    row->addWidget(apply, 0, Qt::AlignVCenter);
  }
  m_column->insertWidget(m_column->count() - 1, frame);
}

}  // namespace paretune
