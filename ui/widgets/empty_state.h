// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QPushButton;

namespace paretune {

// What a place says while there is nothing to show: why, and the button that leads on.
class EmptyState : public QWidget {
 public:
  EmptyState(const QString& title, const QString& hint, const QString& action, QWidget* parent = nullptr);
  QPushButton* button() const { return m_button; }

 private:
  QPushButton* m_button;
};

}  // namespace paretune
