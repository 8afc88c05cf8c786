// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStyledItemDelegate>

namespace paretune {

// Table cells with the same side padding as their headers, which style sheets do not give to cells.
class CellDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  explicit CellDelegate(QObject* parent, int vertical = 0) : QStyledItemDelegate(parent), m_vertical(vertical) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 protected:
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) override;

 private:
  QStyleOptionViewItem inner(const QStyleOptionViewItem& option) const;
  int m_vertical;
};

}  // namespace paretune
