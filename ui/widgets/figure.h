// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One number that matters: small title above, the value large below.
#include <QLabel>

class QBoxLayout;

namespace paretune {

struct Figure {
  QLabel *title, *value;
};
Figure addFigure(QBoxLayout* into, const QString& title, const QString& name);  // name: of the value's label

}  // namespace paretune
