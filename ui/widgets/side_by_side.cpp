// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_by_side.h"

#include <QBoxLayout>
#include <QEvent>
#include <algorithm>

namespace paretune {
namespace {
int leastWidth(const QWidget* widget) { return std::max(widget->minimumWidth(), widget->minimumSizeHint().width()); }
}  // namespace

SideBySide::SideBySide(QWidget* first, QWidget* second, QWidget* grows, int gap)
    : m_first(first), m_second(second), m_narrow(grows == first ? second : first), m_box(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
  m_box->setContentsMargins(0, 0, 0, 0);
  m_box->setSpacing(gap);
  m_box->addWidget(first, grows == first);
  m_box->addWidget(second, grows == second);
}

QSize SideBySide::minimumSizeHint() const {
  return {std::max(leastWidth(m_first), leastWidth(m_second)), m_box->minimumSize().height()};
}

void SideBySide::arrange() {
  const bool beside = width() >= leastWidth(m_first) + m_box->spacing() + leastWidth(m_second);
  m_box->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  m_narrow->setMaximumWidth(beside ? leastWidth(m_narrow) : QWIDGETSIZE_MAX);
}

bool SideBySide::event(QEvent* event) {
  if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) arrange();
  return QWidget::event(event);
}

}  // namespace paretune
