// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_legend.h"

#include <QEvent>
#include <QPainter>
#include <QResizeEvent>
#include <algorithm>

#include "ui/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/letters.h"

namespace paretune {

ChartLegend::ChartLegend(QWidget* parent) : QWidget(parent) {
  new FlowLayout(this, 4);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);  // not Minimum: a hint knows no width and asks for a line per name
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
  const int room = letters(this, count() > 4 ? 20 : 32);  // many names share few lines
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

QSize ChartLegend::minimumSizeHint() const { return {layout()->minimumSize().width(), layout()->heightForWidth(width())}; }

void ChartLegend::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (event->size().width() != event->oldSize().width()) updateGeometry();
}

bool ChartLegend::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
    for (int i = 0; i < count(); ++i)
      if (m_chips[size_t(i)].button == watched) Q_EMIT hovered(event->type() == QEvent::Enter ? i : -1);
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace paretune
