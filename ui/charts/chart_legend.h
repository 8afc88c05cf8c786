// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLayout>
#include <QToolButton>
#include <QWidget>
#include <vector>

namespace paretune {

// Left to right, then the next line.
class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(QWidget* parent, int gap = 4);
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
};

// The names of the curves as buttons; a click hides or shows the curve.
class ChartLegend : public QWidget {
  Q_OBJECT
 public:
  explicit ChartLegend(QWidget* parent = nullptr);
  void clear();
  void add(const QString& name, int style);
  void setOn(int index, bool on);
  void restyle();
  int count() const { return int(m_chips.size()); }

 Q_SIGNALS:
  void toggled(int index, bool on);
  void hovered(int index);  // -1 when the pointer leaves

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Chip {
    QToolButton* button;
    QString name;
    int style;
  };
  std::vector<Chip> m_chips;
};

}  // namespace paretune
