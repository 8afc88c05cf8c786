// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace paretune {

EmptyState::EmptyState(const QString& title, const QString& hint, const QString& action, QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setSpacing(8);
  column->addStretch(1);
  auto* name = new QLabel(title);
  name->setFont(theme::titleFont(this));
  name->setAlignment(Qt::AlignCenter);
  auto* words = new QLabel(hint);
  words->setAlignment(Qt::AlignCenter);
  words->setWordWrap(true);
  theme::markMuted(words);
  m_button = new QPushButton(action);
  theme::markPrimary(m_button);
  column->addWidget(name);
  column->addWidget(words);
  column->addWidget(m_button, 0, Qt::AlignCenter);
  column->addStretch(1);
}

}  // namespace paretune
