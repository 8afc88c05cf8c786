// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QWidget>
#include <algorithm>

namespace paretune {

FlowLayout::FlowLayout(QWidget* parent, int gap, Last last) : QLayout(parent), m_gap(gap), m_last(last) { setContentsMargins(0, 0, 0, 0); }
FlowLayout::~FlowLayout() {
  for (auto* item : m_items) delete item;
}
QLayoutItem* FlowLayout::itemAt(int index) const { return index >= 0 && index < count() ? m_items[size_t(index)] : nullptr; }
QLayoutItem* FlowLayout::takeAt(int index) {
  auto* item = itemAt(index);
  if (item) m_items.erase(m_items.begin() + index);
  return item;
}
void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (auto* item : m_items)
    if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
  return size;
}

int FlowLayout::arrange(const QRect& rect, bool move) const {
  struct Place {
    QLayoutItem* item;
    QRect at;
  };
  std::vector<Place> line;
  int x = rect.x(), y = rect.y(), tall = 0;
  const auto close = [&] {
    if (m_last == Last::at_the_right && !line.empty() && line.back().item == m_items.back()) line.back().at.moveRight(rect.right());
    for (auto& [item, at] : line)
      if (move) item->setGeometry(at.translated(0, (tall - at.height()) / 2));
    line.clear();
  };
  for (auto* item : m_items) {
    if (item->isEmpty()) continue;
    const QSize hint = item->sizeHint(), size(std::min(hint.width(), std::max(rect.width(), 1)), hint.height());
    if (!line.empty() && x + size.width() > rect.x() + rect.width()) {
      close();
      x = rect.x();
      y += tall + m_gap;
      tall = 0;
    }
    line.push_back({item, QRect(QPoint(x, y), size)});
    x += size.width() + m_gap;
    tall = std::max(tall, size.height());
  }
  close();
  return y + tall - rect.y();
}

}  // namespace paretune
