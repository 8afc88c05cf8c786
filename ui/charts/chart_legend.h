// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QToolButton>
#include <QWidget>
#include <vector>

namespace paretune {

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
  QSize minimumSizeHint() const override;  // all lines at the width it has

 Q_SIGNALS:
  void toggled(int index, bool on);
  void hovered(int index);  // -1 when the pointer leaves

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Chip {
    QToolButton* button;
    QString name;
    int style;
  };
  std::vector<Chip> m_chips;
};

}  // namespace paretune
