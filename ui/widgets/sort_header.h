// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHeaderView>

namespace paretune {

// Titles of a table that is sorted by a click. The arrow stands beside the title, on its inner side, and never over it: a style sheet would
// put it at the right edge, where titles of figures end.
class SortHeader : public QHeaderView {
 public:
  explicit SortHeader(QWidget* parent = nullptr);

 protected:
  QSize sectionSizeFromContents(int section) const override;
  void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override;
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
};

}  // namespace paretune
