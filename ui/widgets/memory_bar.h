// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The plan's memory by part, stacked against what the machine has.
#include <QWidget>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

class MemoryBar : public QWidget {
  Q_OBJECT
 public:
  explicit MemoryBar(QWidget* parent = nullptr);
  void setPlan(const Plan& plan);
  void clear();
  static QString partTitle(const std::string& name);  // "optimizer" -> "Optimiser"
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF partRect(std::size_t index) const;
  int columns(int width) const;
  double scaleBytes() const;
  std::vector<Plan::Part> m_parts;
  int64_t m_total = 0, m_available = 0;
  bool m_fits = true;
};

}  // namespace paretune
