// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_legend.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme.h"

namespace paretune {

FlowLayout::FlowLayout(QWidget* parent, int gap) : QLayout(parent), m_gap(gap) { setContentsMargins(0, 0, 0, 0); }
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
  int x = rect.x(), y = rect.y(), line = 0;
  for (auto* item : m_items) {
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    if (x > rect.x() && x + size.width() > rect.x() + rect.width()) {
      x = rect.x();
      y += line + m_gap;
      line = 0;
    }
    if (move) item->setGeometry(QRect(QPoint(x, y), QSize(std::min(size.width(), std::max(rect.width(), 1)), size.height())));
    x += size.width() + m_gap;
    line = std::max(line, size.height());
  }
  return y + line - rect.y();
}

ChartLegend::ChartLegend(QWidget* parent) : QWidget(parent) {
  auto* layout = new FlowLayout(this, 4);
  layout->setContentsMargins(0, 0, 0, 0);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void ChartLegend::clear() {
  for (auto& chip : m_chips) {
    layout()->removeWidget(chip.button);
    chip.button->hide();
    chip.button->deleteLater();
  }
  m_chips.clear();
  updateGeometry();
}

void ChartLegend::add(const QString& name, int style) {
  auto* button = new QToolButton(this);
  button->setCheckable(true);
  button->setChecked(true);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setIconSize(QSize(20, 10));
  button->setFont(theme::smallFont(this));
  button->setCursor(Qt::PointingHandCursor);
  button->setAccessibleName(tr("Show %1").arg(name));
  button->setObjectName("legend:" + name);
  button->setToolTip(tr("%1 – click to hide or show").arg(name));
  theme::markChip(button);
  button->installEventFilter(this);
  const int index = count();
  connect(button, &QToolButton::toggled, this, [this, index](bool on) {
    restyle();
    Q_EMIT toggled(index, on);
  });
  m_chips.push_back({button, name, style});
  layout()->addWidget(button);
  button->show();
  const int room = count() > 4 ? 120 : 190;  // many names share few lines
  for (auto& chip : m_chips) chip.button->setText(chip.button->fontMetrics().elidedText(chip.name, Qt::ElideRight, room));
  restyle();
  updateGeometry();
}

void ChartLegend::setOn(int index, bool on) {
  if (index >= 0 && index < count()) m_chips[size_t(index)].button->setChecked(on);
}

void ChartLegend::restyle() {
  for (auto& chip : m_chips) {
    const bool on = chip.button->isChecked();
    QPixmap swatch(QSize(20, 10) * 2);
    swatch.setDevicePixelRatio(2);
    swatch.fill(Qt::transparent);
    QPainter painter(&swatch);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme::seriesColor(chip.style, palette()), 2.5, theme::seriesPen(chip.style));
    if (!on) pen.setColor(theme::border(palette()));
    painter.setPen(pen);
    painter.drawLine(QPointF(1, 5), QPointF(19, 5));
    painter.end();
    chip.button->setIcon(swatch);
    QFont font = theme::smallFont(this);
    font.setStrikeOut(!on);
    chip.button->setFont(font);
  }
}

bool ChartLegend::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
    for (int i = 0; i < count(); ++i)
      if (m_chips[size_t(i)].button == watched) Q_EMIT hovered(event->type() == QEvent::Enter ? i : -1);
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace paretune
