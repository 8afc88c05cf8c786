// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tone_label.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>

#include "ui/widgets/tones.h"

namespace paretune {

ToneLabel::ToneLabel(int tone, QWidget* parent) : QLabel(parent), m_tone(tone) {
  setTextFormat(Qt::PlainText);
  apply();
}

void ToneLabel::setTone(int tone) {
  m_tone = tone;
  apply();
}

void ToneLabel::apply() {
  m_pending = false;
  const QPalette base = QApplication::palette();
  const QColor wanted = m_tone == plain ? base.color(QPalette::WindowText) : m_tone == muted ? mutedText(base) : severityColor(base, m_tone);
  if (palette().color(QPalette::Active, QPalette::WindowText) == wanted) return;
  QPalette tinted = palette();
  tinted.setColor(QPalette::WindowText, wanted);
  setPalette(tinted);
}

void ToneLabel::changeEvent(QEvent* event) {
  QLabel::changeEvent(event);
  // A new style sheet takes palettes back after this event, so the colour is set once it is done.
  if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) && !m_pending) {
    m_pending = true;
    QTimer::singleShot(0, this, [this] { apply(); });
  }
}

}  // namespace paretune
