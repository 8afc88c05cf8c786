// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cell_delegate.h"

#include <QApplication>
#include <QPainter>

namespace paretune {
namespace {
constexpr int kSide = 5;  // the style adds 3 of its own
}

QStyleOptionViewItem CellDelegate::inner(const QStyleOptionViewItem& option) const {
  QStyleOptionViewItem out = option;
  out.rect = option.rect.adjusted(kSide, m_vertical, -kSide, -m_vertical);
  return out;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
  QStyleOptionViewItem ground = option;
  initStyleOption(&ground, index);
  QStyleOptionViewItem content = inner(ground);
  ground.text.clear();
  ground.icon = {};
  ground.features &= ~(QStyleOptionViewItem::HasCheckIndicator | QStyleOptionViewItem::HasDecoration | QStyleOptionViewItem::HasDisplay);
  style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
  content.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
  content.backgroundBrush = {};
  style->drawControl(QStyle::CE_ItemViewItem, &content, painter, option.widget);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  return QStyledItemDelegate::sizeHint(inner(option), index) + QSize(2 * kSide, 2 * m_vertical);
}

bool CellDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) {
  return QStyledItemDelegate::editorEvent(event, model, inner(option), index);
}

}  // namespace paretune
