// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLayout>
#include <vector>

namespace paretune {

// Left to right, then the next line.
class FlowLayout : public QLayout {
 public:
  enum class Last { follows, at_the_right };  // where the last item stands in its line
  explicit FlowLayout(QWidget* parent = nullptr, int gap = 4, Last last = Last::follows);
  ~FlowLayout() override;
  void addItem(QLayoutItem* item) override { m_items.push_back(item); }
  int count() const override { return int(m_items.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
  void setGeometry(const QRect& rect) override;
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;

 private:
  int arrange(const QRect& rect, bool move) const;
  std::vector<QLayoutItem*> m_items;
  int m_gap;
  Last m_last;
};

}  // namespace paretune
