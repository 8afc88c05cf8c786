// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {

Card::Card(const QString& title, const QString& hint, QWidget* parent)
    : QFrame(parent), m_title(new QLabel(title)), m_hint(new QLabel(hint)), m_corner(new ToneLabel(ToneLabel::muted)), m_problem(new ToneLabel(ToneLabel::error)), m_body(new QVBoxLayout) {
  setAccessibleName(title);
  m_title->setFont(scaledFont(font(), 1.2, QFont::DemiBold));
  m_hint->setWordWrap(true);
  m_hint->setVisible(!hint.isEmpty());
  makeMuted(m_hint);
  m_corner->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_problem->setWordWrap(true);
  m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_problem->setObjectName("cardProblem");
  m_corner->hide();
  m_problem->hide();
  auto* head = new FlowLayout(nullptr, 8, FlowLayout::Last::at_the_right);
  head->addWidget(m_title);
  head->addWidget(m_corner);
  m_body->setSpacing(8);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(8);
  column->addLayout(head);
  column->addWidget(m_hint);
  column->addWidget(m_problem);
  column->addLayout(m_body);
}

void Card::setState(State state, const QString& text) {
  m_state = state;
  const char* const marks[] = {"○ ", "… ", "✓ ", "! "};
  m_corner->setText(text.isEmpty() ? QString() : QString::fromUtf8(marks[static_cast<int>(state)]) + text);
  m_corner->setVisible(!text.isEmpty());
  m_corner->setTone(state == State::ready ? ToneLabel::good : state == State::problem ? ToneLabel::error : ToneLabel::muted);
  update();
}

void Card::setProblem(const QString& text, int severity) {
  m_problem->setTone(severity);
  m_problem->setText(text);
  m_problem->setVisible(!text.isEmpty());
}

QString Card::problem() const { return m_problem->text(); }

void Card::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) m_title->setFont(scaledFont(font(), 1.2, QFont::DemiBold));
  QFrame::changeEvent(event);
}

void Card::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(m_state == State::problem ? mixed(hairline(palette()), severityColor(palette(), 2), 0.6) : hairline(palette()), 1));
  painter.setBrush(cardGround(palette()));
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

Fold::Fold(const QString& title, QWidget* content, bool open, QWidget* parent)
    : QWidget(parent), m_header(new QToolButton), m_summary(new QLabel), m_content(content) {
  m_header->setText(title);
  m_header->setCheckable(true);
  m_header->setAutoRaise(true);
  theme::markFlat(m_header);
  m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_header->setFont(scaledFont(font(), 1.0, QFont::Bold));
  m_header->setAccessibleName(title);
  makeMuted(m_summary);
  m_summary->setTextFormat(Qt::PlainText);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(0, 0, 0, 0);
  head->addWidget(m_header);
  head->addStretch(1);
  head->addWidget(m_summary);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addLayout(head);
  column->addWidget(content);
  connect(m_header, &QToolButton::toggled, this, [this](bool on) {
    m_header->setArrowType(on ? Qt::DownArrow : Qt::RightArrow);
    m_content->setVisible(on);
  });
  m_header->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
  m_content->setVisible(open);
  m_header->setChecked(open);
}

void Fold::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  // A new style sheet takes fonts back after this event.
  if (event->type() == QEvent::StyleChange)
    QTimer::singleShot(0, this, [this] {
      if (!m_header->font().bold()) m_header->setFont(scaledFont(font(), 1.0, QFont::Bold));
    });
}

void Fold::setOpen(bool open) { m_header->setChecked(open); }
bool Fold::isOpen() const { return m_header->isChecked(); }
void Fold::setTitle(const QString& title) { m_header->setText(title); }
void Fold::setSummary(const QString& summary) { m_summary->setText(summary); }

Badge::Badge(const QString& text, QWidget* parent) : QWidget(parent), m_text(text) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setAccessibleName(text);
}

QSize Badge::sizeHint() const {
  const QFontMetrics metrics(scaledFont(font(), 0.86));
  return {metrics.horizontalAdvance(m_text) + 16, metrics.height() + 4};
}

void Badge::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor tone = palette().color(QPalette::Highlight);
  painter.setPen(Qt::NoPen);
  painter.setBrush(mixed(cardGround(palette()), tone, 0.16));
  painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
  painter.setPen(palette().color(QPalette::WindowText));
  painter.setFont(scaledFont(font(), 0.86));
  painter.drawText(rect(), Qt::AlignCenter, m_text);
}

ElidedLabel::ElidedLabel(const QString& text, Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), m_mode(mode) {
  setTextFormat(Qt::PlainText);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setText(text);
}

void ElidedLabel::setText(const QString& text) {
  QLabel::setText(text);
  setToolTip(text);
  setAccessibleName(text);
}

QSize ElidedLabel::sizeHint() const { return {fontMetrics().horizontalAdvance(text()) + 2, fontMetrics().height()}; }
QSize ElidedLabel::minimumSizeHint() const { return {std::min(40, fontMetrics().horizontalAdvance(text())), fontMetrics().height()}; }

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(palette().color(foregroundRole()));
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text(), m_mode, width()));
}

}  // namespace paretune
