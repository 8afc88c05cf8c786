// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_delegate.h"

#include <QPainter>

#include "ui/models/run_table.h"
#include "ui/theme.h"

namespace paretune {

QSize RunDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const { return QSize(160, option.fontMetrics.height() * 2 + 28); }

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QPalette& palette = option.palette;
  const QRect rect = option.rect.adjusted(4, 2, -4, -2);
  const bool selected = option.state & QStyle::State_Selected, hover = option.state & QStyle::State_MouseOver;
  if (selected || hover) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected ? theme::tint(palette, theme::accent(palette)) : palette.color(QPalette::AlternateBase));
    painter->drawRoundedRect(rect, 6, 6);
  }
  if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
    painter->setPen(QPen(theme::accent(palette), 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(rect.adjusted(0, 0, -1, -1), 6, 6);
  }
  const int style = index.data(RunTable::kStyleRole).toInt();
  QPen pen(theme::seriesColor(style, palette), 4, theme::seriesPen(style), Qt::FlatCap);
  painter->setPen(pen);
  painter->drawLine(rect.left() + 10, rect.top() + 10, rect.left() + 10, rect.bottom() - 10);

  const QRect text = rect.adjusted(22, 8, -10, -8);
  const int line = option.fontMetrics.height();
  QFont bold = option.font;
  bold.setWeight(QFont::DemiBold);
  const QString figure = index.data(RunTable::kFigureRole).toString();
  const int figure_width = QFontMetrics(option.font).horizontalAdvance(figure);
  painter->setFont(bold);
  painter->setPen(palette.color(QPalette::Text));
  const QRect first(text.left(), text.top(), text.width(), line);
  painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideRight, first.width()));

  const auto state = index.data(RunTable::kStateRole).toString();
  const QRect second(text.left(), text.bottom() - line + 1, text.width(), line);
  painter->setFont(option.font);
  painter->setPen(palette.color(QPalette::Text));
  painter->drawText(second, Qt::AlignRight | Qt::AlignVCenter, figure);
  const QString detail = index.data(RunTable::kDetailRole).toString();
  painter->setPen(Qt::NoPen);
  painter->setBrush(theme::stateColor(state, palette));
  painter->drawEllipse(QPointF(second.left() + 4, second.center().y() + 1), 3.5, 3.5);
  painter->setPen(theme::muted(palette));
  const QRect rest = second.adjusted(14, 0, -figure_width - 8, 0);
  painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, option.fontMetrics.elidedText(detail, Qt::ElideRight, rest.width()));

  if (state == "running") {
    const double part = index.data(RunTable::kProgressRole).toDouble();
    const QRectF track(rect.left() + 22, rect.bottom() - 3, rect.width() - 32, 2);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme::border(palette));
    painter->drawRoundedRect(track, 1, 1);
    painter->setBrush(theme::accent(palette));
    painter->drawRoundedRect(QRectF(track.left(), track.top(), track.width() * part, 2), 1, 1);
  }
  painter->restore();
}

}  // namespace paretune
