// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QBoxLayout;

namespace paretune {

// Two parts side by side, one above the other where the width does not do for both. `grows` takes the spare width, the other keeps its least.
class SideBySide : public QWidget {
 public:
  SideBySide(QWidget* first, QWidget* second, QWidget* grows, int gap = 8);
  QSize minimumSizeHint() const override;

 protected:
  bool event(QEvent* event) override;

 private:
  void arrange();
  QWidget *m_first, *m_second, *m_narrow;
  QBoxLayout* m_box;
};

}  // namespace paretune
