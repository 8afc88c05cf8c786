// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Table cells with even margins; text wraps or elides, its tone comes from tone_role.
#include <QStyledItemDelegate>

namespace paretune {

class RowDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  static constexpr int tone_role = Qt::UserRole + 40;  // ToneLabel::Tone
  explicit RowDelegate(bool wraps, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_wraps(wraps) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  bool m_wraps;
};

}  // namespace paretune
