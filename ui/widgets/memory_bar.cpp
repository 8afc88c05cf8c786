// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/memory_bar.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>

#include "ui/widgets/letters.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {
constexpr int kBar = 24, kTop = 0, kGap = 16;
}

MemoryBar::MemoryBar(QWidget* parent) : QWidget(parent) {
  setObjectName("memoryBar");
  setAccessibleName(tr("Memory estimate"));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

QString MemoryBar::partTitle(const std::string& name) {
  if (name == "weights") return tr("Weights");
  if (name == "adapter") return tr("Adapter");
  if (name == "gradients") return tr("Gradients");
  if (name == "optimizer") return tr("Optimiser");
  if (name == "activations") return tr("Activations");
  if (name == "head") return tr("Head");
  if (name == "reserve") return tr("Reserve");
  return QString::fromStdString(name);
}

void MemoryBar::setPlan(const Plan& plan) {
  m_parts = plan.parts;
  m_total = plan.total_bytes;
  m_available = plan.available_bytes;
  m_fits = plan.fits;
  QStringList words;
  for (const auto& part : m_parts) words << QStringLiteral("%1 %2").arg(partTitle(part.name), byteText(part.bytes));
  setAccessibleDescription(tr("%1 of %2: %3").arg(byteText(m_total), byteText(m_available), words.join(QStringLiteral(", "))));
  updateGeometry();
  update();
}

void MemoryBar::clear() {
  m_parts.clear();
  m_total = m_available = 0;
  m_fits = true;
  updateGeometry();
  update();
}

double MemoryBar::scaleBytes() const { return std::max<double>({1.0, static_cast<double>(m_total), static_cast<double>(m_available)}); }
int MemoryBar::columns(int width) const { return std::max(1, width / letters(this, 20)); }

int MemoryBar::heightForWidth(int width) const {
  const int rows = m_parts.empty() ? 0 : (static_cast<int>(m_parts.size()) + columns(width) - 1) / columns(width);
  return kTop + kBar + 8 + rows * (fontMetrics().height() + 4);
}

QSize MemoryBar::sizeHint() const { return {letters(this, 48), heightForWidth(width() > 0 ? width() : letters(this, 48))}; }

QRectF MemoryBar::partRect(std::size_t index) const {
  double x = 0;
  for (std::size_t i = 0; i < index; ++i) x += std::max<double>(0, m_parts[i].bytes) / scaleBytes() * width();
  return {x, double(kTop), std::max<double>(0, m_parts[index].bytes) / scaleBytes() * width(), double(kBar)};
}

void MemoryBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF bar(0, kTop, width(), kBar);
  QPainterPath shape;
  shape.addRoundedRect(bar, 5, 5);
  painter.save();
  painter.setClipPath(shape);
  painter.fillRect(bar, mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.09));
  for (std::size_t i = 0; i < m_parts.size(); ++i) {
    QRectF box = partRect(i);
    if (box.width() > 2) box.setWidth(box.width() - 1);  // a hairline between parts, not colour alone
    painter.fillRect(box, categoryColor(palette(), static_cast<int>(i)));
  }
  painter.restore();
  if (m_total > m_available && m_available > 0) {  // where the machine ends
    const double x = m_available / scaleBytes() * width();
    painter.setPen(QPen(severityColor(palette(), 2), 2));
    painter.drawLine(QPointF(x, kTop), QPointF(x, kTop + kBar));
    painter.fillRect(QRectF(x, kTop, width() - x, kBar), QBrush(severityColor(palette(), 2), Qt::BDiagPattern));
  }
  const int across = columns(width());
  const int line = fontMetrics().height() + 4;
  for (std::size_t i = 0; i < m_parts.size(); ++i) {
    const int column = static_cast<int>(i) % across, row = static_cast<int>(i) / across;
    const int wide = (width() - kGap * (across - 1)) / across;
    const QRect cell(column * (wide + kGap), kTop + kBar + 8 + row * line, wide, line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(categoryColor(palette(), static_cast<int>(i)));
    painter.drawRoundedRect(QRectF(cell.left(), cell.center().y() - 4, 9, 9), 2, 2);
    const QString size = byteText(m_parts[i].bytes);
    const int size_width = fontMetrics().horizontalAdvance(size);
    painter.setPen(mutedText(palette()));
    painter.drawText(cell.adjusted(15, 0, -size_width - 4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(partTitle(m_parts[i].name), Qt::ElideRight, cell.width() - 19 - size_width));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter, size);
  }
}

bool MemoryBar::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
      if (!partRect(i).contains(help->pos())) continue;
      QToolTip::showText(help->globalPos(), tr("%1: %2 (%3 % of the estimate)")
                                                .arg(partTitle(m_parts[i].name), byteText(m_parts[i].bytes))
                                                .arg(m_total > 0 ? 100.0 * m_parts[i].bytes / m_total : 0.0, 0, 'f', 1),
                         this);
      return true;
    }
    QToolTip::showText(help->globalPos(), tr("%1 estimated, %2 on this machine").arg(byteText(m_total), byteText(m_available)), this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace paretune
