// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sort_header.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/theme.h"

namespace paretune {
namespace {

constexpr int kArrow = 8, kGap = 6, kPadding = 8;  // the last as in the style sheet

}  // namespace

SortHeader::SortHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
  setSectionsClickable(true);
  setHighlightSections(false);
}

QSize SortHeader::sectionSizeFromContents(int section) const {
  return QHeaderView::sectionSizeFromContents(section) + QSize(kArrow + kGap, 0);
}

void SortHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int section) const {
  QHeaderView::initStyleOptionForIndex(option, section);
  option->sortIndicator = QStyleOptionHeader::None;  // painted below
}

void SortHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  painter->save();
  QHeaderView::paintSection(painter, rect, section);
  painter->restore();
  if (!isSortIndicatorShown() || sortIndicatorSection() != section) return;
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  const int title = QFontMetrics(bold).horizontalAdvance(model()->headerData(section, Qt::Horizontal).toString());
  const bool right = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
  const int x = right ? std::max(rect.left() + 2, rect.right() - kPadding - title - kGap - kArrow)
                      : std::min(rect.left() + kPadding + title + kGap, rect.right() - kArrow - 1);
  const QPointF middle(x + kArrow / 2.0, rect.center().y() + 0.5);
  const double rise = (sortIndicatorOrder() == Qt::AscendingOrder ? -1 : 1) * kArrow / 4.0;
  QPainterPath arrow(middle + QPointF(-kArrow / 2.0, -rise));
  arrow.lineTo(middle + QPointF(0, rise));
  arrow.lineTo(middle + QPointF(kArrow / 2.0, -rise));
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(theme::accent(palette()), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter->drawPath(arrow);
  painter->restore();
}

}  // namespace paretune
