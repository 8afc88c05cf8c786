// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figure.h"

#include <QBoxLayout>

#include "ui/widgets/tones.h"

namespace paretune {

Figure addFigure(QBoxLayout* into, const QString& title, const QString& name) {
  auto* small = new QLabel(title);
  small->setFont(scaledFont(small->font(), 0.9));
  makeMuted(small);
  auto* value = new QLabel(QStringLiteral("–"));
  value->setObjectName(name);
  value->setAccessibleName(title);
  value->setFont(scaledFont(value->font(), 1.25, QFont::DemiBold));
  value->setTextInteractionFlags(Qt::TextSelectableByMouse);
  into->addWidget(small);
  into->addWidget(value);
  return {small, value};
}

}  // namespace paretune
