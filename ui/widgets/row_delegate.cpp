// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QTableView>

#include "ui/theme.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {
constexpr int kSide = 8, kAbove = 5;
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QPalette palette = QApplication::palette();
  painter->save();
  if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, theme::tint(palette, theme::accent(palette)));
  const QVariant tone = index.data(tone_role);
  const int which = tone.isValid() ? tone.toInt() : -2;
  painter->setPen(which >= 0 ? severityColor(palette, which) : which == -1 ? mutedText(palette) : palette.color(QPalette::Text));
  painter->setFont(option.font);
  const QRect box = option.rect.adjusted(kSide, kAbove, -kSide, -kAbove);
  const QVariant alignment = index.data(Qt::TextAlignmentRole);
  const int flags = alignment.isValid() ? alignment.toInt() : int(Qt::AlignLeft | Qt::AlignVCenter);
  const QString text = index.data(Qt::DisplayRole).toString();
  if (m_wraps)
    painter->drawText(box, flags | Qt::TextWordWrap, text);
  else
    painter->drawText(box, flags, option.fontMetrics.elidedText(text, Qt::ElideRight, box.width()));
  painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const QString text = index.data(Qt::DisplayRole).toString();
  const auto* table = qobject_cast<const QTableView*>(option.widget);
  const int natural = option.fontMetrics.horizontalAdvance(text) + 2 * kSide + 2;
  if (!m_wraps || !table) return {natural, option.fontMetrics.height() + 2 * kAbove};
  const int room = std::max(40, table->columnWidth(index.column()) - 2 * kSide);
  const QRect box = option.fontMetrics.boundingRect(QRect(0, 0, room, 100000), Qt::TextWordWrap, text);
  return {natural, std::max(option.fontMetrics.height(), box.height()) + 2 * kAbove};
}

}  // namespace paretune
