// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <utility>

#include "ui/widgets/tones.h"

namespace paretune {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), m_text(new QLabel), m_action(new QPushButton), m_close(new QToolButton), m_leave(new QTimer(this)) {
  setObjectName("messageBar");
  m_text->setObjectName("messageText");
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_text->setFocusPolicy(Qt::ClickFocus);
  m_close->setObjectName("messageClose");
  m_close->setText(QStringLiteral("✕"));
  m_close->setAutoRaise(true);
  m_close->setToolTip(tr("Close this message"));
  m_close->setAccessibleName(tr("Close message"));
  m_action->setObjectName("messageAction");
  m_action->setAccessibleName(tr("Take up the offer"));
  m_action->hide();
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(40, 8, 8, 8);
  row->setSpacing(8);
  row->addWidget(m_text, 1);
  row->addWidget(m_action, 0, Qt::AlignVCenter);
  row->addWidget(m_close, 0, Qt::AlignTop);
  m_leave->setSingleShot(true);
  m_leave->setInterval(8000);
  connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
  connect(m_action, &QPushButton::clicked, this, [this] {
    const auto taken = m_offers.empty() ? std::function<void()>() : m_offers.front().taken;
    clear();
    if (taken) taken();
  });
  connect(m_leave, &QTimer::timeout, this, &MessageBar::clear);
  hide();
}

void MessageBar::showMessage(int severity, const QString& text) {
  if (text.isEmpty()) return clear();
  m_offering = false;
  m_action->hide();
  present(severity, text);
}

void MessageBar::offer(const QString& text, const QString& action, std::function<void()> taken) {
  m_offers.push_back({text, action, std::move(taken)});
  if (!isVisible()) showOffer();
}

void MessageBar::showOffer() {
  m_offering = true;
  m_action->setText(m_offers.front().action);
  m_action->setAccessibleName(m_offers.front().action);
  m_action->show();
  present(1, m_offers.front().text);
}

void MessageBar::present(int severity, const QString& text) {
  m_severity = severity;
  m_text->setText(text.trimmed());
  const QString kind = severity >= 2 ? tr("Error") : severity == 1 ? tr("Warning") : tr("Information");
  setAccessibleName(kind);
  setAccessibleDescription(text);
  m_leave->stop();
  if (severity <= 0) m_leave->start();
  update();
  show();
}

void MessageBar::clear() {
  m_leave->stop();
  if (std::exchange(m_offering, false)) m_offers.pop_front();
  m_text->clear();
  m_action->hide();
  hide();
  if (!m_offers.empty()) showOffer();
}

QString MessageBar::text() const { return m_text->text(); }

void MessageBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor tone = severityColor(palette(), m_severity);
  painter.fillRect(rect(), mixed(palette().color(QPalette::Window), tone, isDarkPalette(palette()) ? 0.22 : 0.12));
  painter.fillRect(QRect(0, 0, 4, height()), tone);
  const QPointF centre(22, 8 + m_text->fontMetrics().height() / 2.0 + 2);
  painter.setPen(Qt::NoPen);
  painter.setBrush(tone);
  painter.drawEllipse(centre, 8, 8);
  painter.setPen(palette().color(QPalette::Window));
  painter.setFont(scaledFont(font(), 0.9, QFont::Bold));
  painter.drawText(QRectF(centre.x() - 8, centre.y() - 8, 16, 16), Qt::AlignCenter, m_severity <= 0 ? "i" : "!");
}

void MessageBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return clear();
  QFrame::keyPressEvent(event);
}

void MessageBar::enterEvent(QEnterEvent* event) {
  m_leave->stop();
  QFrame::enterEvent(event);
}

void MessageBar::leaveEvent(QEvent* event) {
  if (isVisible() && m_severity <= 0) m_leave->start();
  QFrame::leaveEvent(event);
}

}  // namespace paretune
